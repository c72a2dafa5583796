"""A page names all modules that its script is made of, and no others."""

from __future__ import annotations

import re

from kds.feed.scripts import modules_of
from kds.resources import static_dir


def test_it_is_what_the_script_imports_and_what_that_does_each_once() -> None:
    found = modules_of("js/guest/order.js")
    assert len(found) == len(set(found))
    assert "js/order/page.js" in found
    assert "js/guest/own.js" in found
    assert "js/lib/storage.js" in found, "by others alone"
    assert "js/guest/order.js" not in found


def test_each_is_there_and_imports_nothing_that_is_not_named() -> None:
    found = {"js/guest/order.js", *modules_of("js/guest/order.js")}
    for path in found:
        text = (static_dir() / path).read_text("utf-8")
        said = re.findall(r'from "(?:\.\./)?(?:\./)?([\w/-]+\.js)"', text)
        assert all(any(each.endswith(f"/{name}") for each in found) for name in said), path


def test_the_page_of_guests_carries_nothing_that_only_the_staff_use() -> None:
    found = modules_of("js/guest/order.js")
    assert not [each for each in found if each.startswith(("js/desk/", "js/wall/"))]
    assert not {"js/order/keys.js", "js/order/item.js", "js/order/notices.js"} & set(found)

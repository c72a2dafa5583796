"""Whole files: what a page imports comes in one piece, and means what its parts meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from kds.feed import whole as module
from kds.feed.whole import Unlinked, joined, source, whole
from kds.resources import static_dir

FACES = ("js/guest/order.js", "js/guest/tablet.js", "js/guest/kiosk.js")
SHEETS = ("css/guest/scan.css", "css/guest/tablet-page.css", "css/guest/kiosk-page.css")


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files of our own in the place of the house's."""
    monkeypatch.setattr(module, "static_dir", lambda: tmp_path)
    joined.cache_clear()
    return tmp_path


def written(static: Path, **texts: str) -> None:
    for name, text in texts.items():
        (static / f"{name}.js").write_text(text)


def test_what_is_imported_comes_first_and_once(static: Path) -> None:
    written(
        static,
        top='import { a, b as c } from "./left.js";\nimport {\n  d,\n} from "./right.js";\nrun(a, c, d);\n',
        left='import { d } from "./right.js";\nexport const a = d;\nexport async function b() {}\n',
        right="// Why.\n/** What. */\nexport class d {}\n",
    )
    assert joined("top.js") == (
        "const m0 = (() => {\nclass d {}\nreturn { d };\n})();\n"
        "const m1 = (() => {\nconst { d } = m0;\nconst a = d;\nasync function b() {}\nreturn { a, b };\n})();\n"
        "const m2 = (() => {\nconst { a, b: c } = m1;\nconst { d, } = m0;\nrun(a, c, d);\nreturn {  };\n})();\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        'import "./other.js";',
        'import all from "./other.js";',
        "export let n = 0;",
        "export { n };",
        "export default 1;",
    ],
)
def test_what_it_does_not_know_it_says(static: Path, text: str) -> None:
    written(static, top=f"{text}\n", other="export const n = 1;\n")
    with pytest.raises(Unlinked, match=r"top\.js"):
        joined("top.js")


def test_what_imports_itself_is_said(static: Path) -> None:
    written(static, top='import { n } from "./other.js";\n', other='import { t } from "./top.js";\n')
    with pytest.raises(Unlinked, match=r"top\.js imports itself: top\.js → other\.js"):
        joined("top.js")


def test_a_sheet_has_those_that_it_imports(static: Path) -> None:
    (static / "page.css").write_text('/* All. */\n@import "./a.css";\n@import "./b.css";\n.own { color: red; }\n')
    (static / "a.css").write_text("/* What\n   it is. */\n.a { top: 0; }\n")
    (static / "b.css").write_text('@import "./a.css";\n.b { top: 1px; }\n')
    assert joined("page.css") == ".a { top: 0; }\n.b { top: 1px; }\n.own { color: red; }\n"


def test_the_whole_file_of_a_file() -> None:
    assert whole("js/guest/order.js") == "js/guest/order.whole.js"
    assert source("js/guest/order.whole.js") == "js/guest/order.js"
    assert source("css/guest/scan.whole.css") == "css/guest/scan.css"
    assert source("js/guest/order.js") is source("order.whole.svg") is None


@pytest.mark.parametrize("path", [*FACES, *SHEETS])
def test_the_guests_files_are_whole(path: str) -> None:
    """That they run is seen in Chromium: all of tests/screens/guest reads them so."""
    joined.cache_clear()
    text = joined(path)
    assert len(text) > 10_000
    assert "@import" not in text
    assert (static_dir() / path).is_file()

"""The outbox: on disk, in order, bounded, and only for a while."""

from __future__ import annotations

from pathlib import Path

import pytest
from bumpbar.outbox import LINES_MOST, MOST, Busy, Full, Kept, Outbox, is_used
from bumpbar.seen import GUARD_MS, Seen
from msgspec.structs import replace

from bumpbar import clock


def kept(number: int, at_ms: int = 0, screen: str = "hot") -> Kept:
    return Kept(f"p{number}", "bar", screen, "bump", at_ms, clock.boot(), number)


def waiting(box: Outbox, screen: str = "hot") -> list[str]:
    found = []
    while (first := box.first(screen)) is not None:
        found.append(first.press)
        box.gone(first.press)
    return found


def test_what_waits_is_there_after_a_restart_in_order_and_once(tmp_path: Path) -> None:
    box = Outbox(tmp_path / "outbox")
    for number in range(5):
        box.put(kept(number))
    box.gone("p1")
    box.close()
    for expected in (["p0", "p2", "p3", "p4"], []):
        box = Outbox(tmp_path / "outbox")
        assert waiting(box) == expected
        box.close()


def test_a_line_that_a_power_cut_tore_is_left_out(tmp_path: Path) -> None:
    box = Outbox(tmp_path / "outbox")
    box.put(kept(1))
    box.close()
    with (tmp_path / "outbox").open("ab") as file:
        file.write(b'{"press":"p2","bar":')
    again = Outbox(tmp_path / "outbox")
    again.put(kept(3))
    again.close()
    assert waiting(Outbox(tmp_path / "outbox")) == ["p1", "p3"]


def test_a_second_daemon_is_refused_while_the_first_one_has_it(tmp_path: Path) -> None:
    assert not is_used(tmp_path / "outbox")
    assert list(tmp_path.iterdir()) == []
    box = Outbox(tmp_path / "outbox")
    assert is_used(tmp_path / "outbox")
    with pytest.raises(Busy, match="another bumpbar runs already"):
        Outbox(tmp_path / "outbox")
    box.close()
    assert not is_used(tmp_path / "outbox")
    Outbox(tmp_path / "outbox").close()


def test_it_is_bounded_and_says_so(tmp_path: Path) -> None:
    box = Outbox(tmp_path / "outbox")
    for number in range(MOST):
        box.put(kept(number))
    with pytest.raises(Full):
        box.put(kept(MOST))
    box.gone("p0")
    box.put(kept(MOST))
    assert len(box) == MOST


def test_its_file_does_not_grow(tmp_path: Path) -> None:
    box = Outbox(tmp_path / "outbox")
    for number in range(LINES_MOST):
        box.put(kept(number))
        box.gone(f"p{number}")
    assert len((tmp_path / "outbox").read_bytes().splitlines()) < LINES_MOST + 2


def test_what_is_too_old_or_of_another_boot_expires(tmp_path: Path) -> None:
    now = [30_000]
    box = Outbox(tmp_path / "outbox", lambda: now[0])
    box.put(kept(1, 0))
    box.put(kept(2, 1))
    box.put(replace(kept(3, 29_000), boot="another"))
    box.put(kept(4, 0, "cold"))
    now[0] = 30_001
    assert [each.press for each in box.expired("hot", 30_000)] == ["p1", "p3"]
    assert waiting(box) == ["p2"]
    assert waiting(box, "cold") == ["p4"]


@pytest.mark.parametrize(("age_ms", "seen"), [(50, "A"), (340, "A"), (GUARD_MS, "B"), (600, "B")])
def test_what_came_only_just_was_not_seen(age_ms: int, seen: str) -> None:
    boards = Seen()
    boards.told(["A"], 0)
    boards.told(["B"], 10_000)
    assert boards.at(1, 10_000 + age_ms) == seen
    assert boards.at(2, 10_000 + age_ms) == ""
    assert boards.at(1, 100) is None

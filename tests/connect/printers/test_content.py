"""What stands on a slip: whose, what, how loud, why, and in which language."""

from __future__ import annotations

from typing import Any

import pytest

from kds.connect.printers.content import dropped_rows, label_rows, slip_rows
from kds.connect.printers.layout import Row, laid_out
from kds.core.floor.move_session import MoveSession
from kds.core.floor.note_session import NoteSession
from kds.core.kitchen.rush_line import RushLine
from kds.core.orders.void_line import VoidLine
from kds.core.printing.hand_to_paper import HandToPaper
from kds.core.printing.model import PrintJob, Standing
from kds.core.printing.print_kitchen import PrintKitchen
from kds.core.printing.print_test import PrintTest
from kds.core.printing.report_not_confirmed import ReportNotConfirmed
from tests.core.printing.paper import house_with, printer, queued
from tests.house import MINUTE, NOON, SmallHouse, want


def rows_of(house: SmallHouse, job: PrintJob, **more: Any) -> list[Row]:
    """The slip of a job."""
    return slip_rows(house.state, house.state.printing.printers["p"], [job], house.now, **more)


def text_of(rows: list[Row]) -> str:
    """Its words, line by line."""
    return "\n".join([each.text for each in laid_out(rows, 80, lambda character: True)])


def loud(rows: list[Row]) -> list[str]:
    return [each.text for each in rows if each.loud]


@pytest.fixture
def house() -> SmallHouse:
    return house_with(printer("p", mode="always"))


def test_it_says_whose_what_how_much_with_options_notes_and_cells(house: SmallHouse) -> None:
    house.order(want("beef", 3, note="no leek"), "twin_pot")
    base, beef = (rows_of(house, each) for each in queued(house))
    assert [each.text for each in beef if each.size == "large"] == ["A01", "beef（中）"]
    assert "3x beef（中）" in text_of(beef)
    assert "thin（中）" in text_of(beef)
    assert "* no leek" in text_of(beef)
    assert text_of(base).count("- clear（中）") == 2
    assert [each.code for each in beef if each.code] == [queued(house)[1].lines[0]]


def test_an_add_on_a_rush_and_a_void_are_loud(house: SmallHouse) -> None:
    line = house.line("tofu")
    house.order("tofu")
    house.do(RushLine(line))
    house.do(VoidLine(line, "too late"))
    first, add_on, rush, void = (rows_of(house, each) for each in queued(house))
    assert [loud(each)[:1] for each in (first, add_on, rush, void)] == [
        ["tofu（中）"],
        ["加菜"],
        ["催菜"],
        ["退菜 停做"],
    ]
    assert "退 1x tofu（中）" in text_of(void)
    assert not any(each.code for each in void)


def test_an_allergy_of_the_party_is_loud(house: SmallHouse) -> None:
    placed = house.order("tofu")
    house.do(NoteSession(placed.session, "birthday", "peanuts"))
    rows = rows_of(house, queued(house)[0])
    assert loud(rows) == ["!! peanuts"]
    assert "birthday" in text_of(rows)


def test_a_table_that_moved_goes_by_its_new_name(house: SmallHouse) -> None:
    placed = house.order("tofu")
    house.do(MoveSession(placed.session, "A03"))
    assert rows_of(house, queued(house)[0])[0].text == "A03"


def test_a_reprint_says_so_first_with_the_time_of_the_first(house: SmallHouse) -> None:
    house.order("tofu")
    house.wait(MINUTE)
    house.do(ReportNotConfirmed("p", (queued(house)[0].job,), "silent", sent=True))
    rows = rows_of(house, queued(house)[0])
    assert (rows[0].text, rows[0].loud) == ("补打 首次22:14", True)


def test_what_was_queued_before_a_restart_may_lie_there_already(house: SmallHouse) -> None:
    house.order("tofu")
    assert rows_of(house, queued(house)[0], perhaps=True)[0].text == "补打？可能已经打过"


def test_it_says_why_it_was_printed() -> None:
    house = house_with(printer("p"))
    house.order("tofu")
    house.do(HandToPaper("cold", "dark"))
    assert "没有屏幕显示这个档口，按纸单做" in loud(rows_of(house, queued(house)[0]))


@pytest.mark.parametrize(("language", "name"), [("zh", "tofu（中）"), ("en", "tofu"), ("both", "tofu（中） tofu")])
def test_it_is_written_in_the_printers_language(language: Any, name: str) -> None:
    house = house_with(printer("p", mode="always", language=language))
    house.order("tofu")
    assert name in [each.text for each in rows_of(house, queued(house)[0])]


def test_the_pages_of_the_kitchen_have_every_open_line(house: SmallHouse) -> None:
    house.order("tofu", want("noodles", fire="hold"))
    house.order(want("tofu", 2), table="A02")
    house.do(PrintKitchen())
    pages = [text_of(rows_of(house, each)) for each in queued(house) if each.why == "handover"]
    assert ["全厨交接 1/4" in pages[0], "全厨交接 4/4" in pages[3]] == [True, True]
    assert all(each in pages[0] for each in ("cold（中）", "(1) A01", "1x tofu（中）", "(2) A02", "2x tofu（中）"))
    assert "等叫" in pages[1]
    assert all(each in pages[2] for each in ("A01", "tofu（中）", "noodles（中）"))


def test_a_test_slip_and_the_line_about_what_is_too_old(house: SmallHouse) -> None:
    house.do(PrintTest("p"))
    assert rows_of(house, queued(house)[0])[0].text == "打印测试"
    standing = Standing("p", dropped=12, dropped_from_at=NOON, dropped_to_at=NOON + 5 * MINUTE)
    (row,) = dropped_rows(house.state, house.state.printing.printers["p"], standing)
    assert row.text == "有12张单过时没打，请看屏幕 22:13-22:18"


def test_a_label_is_printed_for_each_portion() -> None:
    house = house_with(printer("p", mode="always", kind="label"))
    house.order(want("cola", 3), table=None)
    ((rows, copies),) = label_rows(house.state, house.state.printing.printers["p"], queued(house)[0])
    assert (rows[0].text, copies) == ("#1  1/1", 3)

"""Every deed keeps texts and ids in one form and refuses the others, by name and in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from kds.core.cleaning import a_text, an_id, cleaner
from kds.core.cleaning import refusal as fault_of
from kds.core.decide import DEEDS
from kds.core.kitchen.bump import BumpTicket
from kds.core.orders.model import Cell
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.orders.wanted import LineWanted
from kds.core.text import DEVICE_NAME, ID, Note, Unfit
from kds.core.types import Command, Refusal
from tests.house import SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def refusal(house: SmallHouse, command: Command) -> Refusal:
    house.refused(command)
    outcome = house.attempt(command)
    assert isinstance(outcome, Refusal)
    return outcome


def order(*lines: LineWanted, **more: Any) -> PlaceRound:
    return PlaceRound(channel="scan", lines=lines, **{"table": "A01", **more})


def test_what_is_ordered_is_kept_in_its_one_form(house: SmallHouse) -> None:
    placed = house.order(want("tofu", id="e\u0301", note=" 不要\n香菜\u202e "), external_id="E/1")
    line = house.state.orders.lines[placed.lines[0].line]
    assert (line.id, line.note) == ("é", "不要 香菜")
    assert placed.lines[0].id == "é"
    assert house.order(want("tofu", id="é", note="不要 香菜")).round == placed.round


def test_a_reason_is_kept_in_its_one_form(house: SmallHouse) -> None:
    line = house.line("tofu")
    house.do(VoidLine(line, "上\t错"))
    assert house.state.orders.voids[line].reason == "上 错"


@pytest.mark.parametrize(
    ("command", "field", "character"),
    [
        (order(want("tofu"), want("tofu", note="a\x1bp")), "lines[1].note", "U+001B"),
        (order(want("tofu", id="a/b")), "lines[0].id", "“/”"),
        (order(want("beef", options=("thin", "egg\x00"))), "lines[0].options[1]", "U+0000"),
        (order(want("plain_pot", cells=(Cell("a b"),))), "lines[0].cells[0].soup", "U+0020"),
        (order(want("tofu"), table="A01\u202e"), "table", "U+202E"),
        (order(want("tofu"), external_id="MT 1"), "external_id", "U+0020"),
        (BumpTicket("T1-1", ("L1-1", "L\u200b")), "lines[1]", "U+200B"),
        (VoidLine("L1-1", "\x85"), "reason", "U+0085"),
    ],
)
def test_a_character_that_cannot_be_used_is_named_with_its_field(
    house: SmallHouse, command: Command, field: str, character: str
) -> None:
    refused = refusal(house, command)
    assert (refused.reason.code, refused.reason.kind) == ("bad_text", "invalid")
    assert (refused.details["field"], refused.details["character"]) == (field, character)
    assert character in refused.message().zh
    assert character in refused.message().en


@pytest.mark.parametrize(
    ("command", "field", "zh", "en"),
    [
        (VoidLine("L1-1", "x" * 201), "reason", "原因最多200个字符", "The reason may have 200 characters at most"),
        (VoidLine("L1-1", " \u200b "), "reason", "原因不能为空", "The reason must not be empty"),
        (
            order(want("tofu", note="辣" * 501)),
            "lines[0].note",
            "第1道菜的备注最多500个字符",
            "The note of dish 1 may have 500 characters at most",
        ),
        (order(want("tofu"), table=""), "table", "桌号不能为空", "The table must not be empty"),
        (
            order(want("tofu"), external_id="x" * 129),
            "external_id",
            "平台单号最多128个字符",
            "The platform's order number may have 128 characters at most",
        ),
        (BumpTicket("T" * 65), "ticket", "字段ticket最多64个字符", "The field ticket may have 64 characters at most"),
    ],
)
def test_what_is_too_long_or_missing_is_malformed(
    house: SmallHouse, command: Command, field: str, zh: str, en: str
) -> None:
    refused = refusal(house, command)
    assert (refused.reason.code, refused.reason.kind, refused.details["field"]) == ("malformed", "malformed", field)
    assert (refused.message().zh, refused.message().en) == (zh, en)


@pytest.mark.parametrize(
    ("field", "character", "zh", "en"),
    [
        ("printers[0].host", " ", "打印机的地址里有不能用的字符：空格（U+0020）", "The printer's address holds"),
        ("printers[1].host", "/", "第2项的打印机的地址里有不能用的字符：“/”", "The printer's address of item 2 holds"),
        ("lines[2].note", "\x1b", "第3道菜的备注里有不能用的字符：控制字符（U+001B）", "The note of dish 3 holds"),
        ("note", "\u200b", "备注里有不能用的字符：看不见的字符（U+200B）", "The note holds"),
        ("note", "\u3000", "备注里有不能用的字符：空格（U+3000）", "The note holds"),
        (
            "dishes[0].recipe[1]",
            "\t",
            "第1道菜的第2步的做法里有不能用的字符：控制字符",
            "The recipe of step 2 of dish 1",
        ),
        ("lines[1]", "\u200b", "字段lines[1]里有不能用的字符：看不见的字符", "The field lines[1] holds"),
    ],
)
def test_a_fault_is_said_in_the_words_of_the_form(field: str, character: str, zh: str, en: str) -> None:
    said = fault_of(Unfit(ID, character=character), field).message()
    assert said.zh.startswith(zh)
    assert said.en.startswith(en)


def test_ids_are_asked_for_and_names_are_given_by_the_same_rules() -> None:
    assert an_id("table", "e\u0301") == "é"
    assert a_text("name", " Wall\n1 ", DEVICE_NAME) == "Wall 1"
    with pytest.raises(Refusal, match="bad_text"):
        an_id("table", "a b")
    with pytest.raises(Refusal, match="bad_text"):
        a_text("name", "\x1b", DEVICE_NAME)


class Loose(Command, frozen=True, gc=False):
    """A command as none may be."""

    lines: tuple[str, ...]


class Tight(Command, frozen=True, gc=False):
    """A command that says what each of its strings is."""

    note: Note
    more: Note | None = None


def test_a_command_says_what_each_of_its_strings_is() -> None:
    with pytest.raises(TypeError, match=r"Loose\.lines is a string"):
        cleaner(Loose)
    for command in DEEDS:
        cleaner(command)


def test_what_is_in_its_form_already_stays_the_very_same() -> None:
    clean = cleaner(Tight)
    tidy = Tight("不要香菜")
    assert clean(tidy) is tidy
    assert clean(Tight("a  b", " c")) == Tight("a b", "c")


def test_options_are_never_taken_for_others_that_only_look_joined_alike(house: SmallHouse) -> None:
    """Case 45."""
    one, other = want("beef", id="x", options=("a|b", "c")), want("beef", id="x", options=("a", "b|c"))
    assert house.refused(order(one, other)) == "line_id_twice"

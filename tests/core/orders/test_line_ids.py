"""Ids that a device gives its lines: each stands for one line, and what comes again under one must be that line."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.orders.answered import RoundIs
from kds.core.orders.model import Cell
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.orders.wanted import LineWanted
from tests.house import DISHES, SmallHouse, only_menu, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def scanned(*lines: LineWanted, **more: Any) -> PlaceRound:
    return PlaceRound(channel="scan", lines=lines, table="A01", **more)


def test_two_different_lines_under_one_id_are_refused_not_dropped(house: SmallHouse) -> None:
    lines = (want("tofu", id="a"), want("tofu", id="a", qty=5))
    assert house.refused(scanned(*lines)) == "line_id_twice"


def test_the_same_line_twice_is_one_line(house: SmallHouse) -> None:
    line = want("tofu", id="a")
    placed = house.order(line, line, want("tofu", id="a"))
    assert len({each.line for each in placed.lines}) == 1
    assert house.bill(placed.bill).total_minor == 1200


class TestOtherContentUnderAKnownId:
    def test_it_is_told_whole_and_nothing_of_the_round_is_placed(self, house: SmallHouse) -> None:
        """The first answer was lost; the guest changed the second line, added a third, and sent again."""
        first = house.order(want("tofu", id="L1"), want("beef", id="L2"))
        again = scanned(want("tofu", id="L1"), want("beef", id="L2", note="不要香菜"), want("crab", id="L3"))
        refusal = house.refusal(again)
        assert refusal.reason.code == "line_differs"
        assert refusal.details["lines"] == [
            {
                "id": "L2",
                "line": first.lines[1].line,
                "dish": "beef",
                "differs": {"note": {"stands": "", "came": "不要香菜"}},
            }
        ]
        assert "“beef（中）”" in refusal.message().zh
        assert sorted(house.state.orders.lines) == sorted(each.line for each in first.lines)

    def test_without_what_differs_the_rest_is_placed_once(self, house: SmallHouse) -> None:
        first = house.order(want("tofu", id="L1"), want("beef", id="L2"))
        again = house.order(want("tofu", id="L1"), want("beef", id="L2-new", note="不要香菜"), want("crab", id="L3"))
        assert again.lines[0] == first.lines[0]
        assert [line.dish for line in house.state.orders.lines.values()] == ["tofu", "beef", "beef", "crab"]

    @pytest.mark.parametrize(
        ("stands", "came", "members"),
        [
            (want("tofu"), want("cola"), {"dish"}),
            (want("tofu"), want("tofu", 2), {"qty"}),
            (want("tofu"), want("tofu", 1000), {"qty"}),
            (want("beef"), want("beef", options=("thick",)), {"options"}),
            (want("four_pot"), want("four_pot", cells=(Cell("tomato"),)), {"cells"}),
            (want("four_pot"), want("four_pot", cells=(Cell("clear", "hot"),)), {"cells"}),
            (
                want("twin_pot", cells=(Cell("clear"), Cell("spicy"))),
                want("twin_pot", cells=(Cell("spicy"), Cell("clear"))),
                {"cells"},
            ),
            (want("tofu", note="no coriander"), want("tofu"), {"note"}),
            (want("tofu"), want("tofu", fire="hold"), {"fire"}),
            (want("beef", 2, note="a"), want("tofu", 3, fire="hold"), {"dish", "qty", "options", "note", "fire"}),
        ],
    )
    def test_every_member_counts(
        self, house: SmallHouse, stands: LineWanted, came: LineWanted, members: set[str]
    ) -> None:
        house.order(named(stands))
        refusal = house.refusal(scanned(named(came)))
        assert refusal.reason.code == "line_differs"
        assert refusal.details["lines"][0]["differs"].keys() == members

    def test_each_line_that_differs_is_named(self, house: SmallHouse) -> None:
        house.order(want("tofu", id="a"), want("cola", id="b"), want("crab", id="c"))
        refusal = house.refusal(scanned(want("tofu", 2, id="a"), want("cola", id="b"), want("crab", id="c", note="x")))
        assert [(each["id"], list(each["differs"])) for each in refusal.details["lines"]] == [
            ("a", ["qty"]),
            ("c", ["note"]),
        ]
        assert refusal.message().en.startswith("“tofu”, “crab”")

    def test_what_is_compared_are_lists_and_not_their_text(self, house: SmallHouse) -> None:
        """Options whose ids joined by a bar read alike."""
        house.order(want("tofu", id="a"))
        stands = house.state.orders.lines["L5-1"]
        for options in (("a|b", "c"), ("a", "b|c"), ("a,b", "c"), ("a", "b,c"), ("+", "0012")):
            refusal = house.refusal(scanned(LineWanted("tofu", 1, "a", options)))
            assert refusal.details["lines"][0]["differs"] == {
                "options": {"stands": stands.options, "came": tuple(sorted(options))}
            }


class TestTheSameContent:
    @pytest.mark.parametrize(
        ("stands", "came"),
        [
            (want("beef", options=("thin", "egg")), want("beef", options=("egg", "thin"))),
            (want("tofu"), want("tofu", fire="now")),
            (want("twin_pot"), want("twin_pot", fire="hold")),
            (want("tofu", price_minor=1200), want("tofu")),
        ],
    )
    def test_however_it_is_said(self, house: SmallHouse, stands: LineWanted, came: LineWanted) -> None:
        first = house.order(named(stands))
        assert house.ask(scanned(named(came)), RoundIs) == first

    def test_held_by_its_round_or_by_itself(self, house: SmallHouse) -> None:
        first = house.order(want("tofu", id="a"), fire="hold")
        assert house.ask(scanned(want("tofu", id="a", fire="hold")), RoundIs) == first
        assert house.refused(scanned(want("tofu", id="a"))) == "line_differs"

    def test_whatever_became_of_it_and_of_the_menu(self, house: SmallHouse) -> None:
        first = house.order(want("tofu", id="a"))
        house.do(VoidLine(first.lines[0].line, "spilt"))
        house.do(only_menu(house.state, DISHES[:3]))
        assert house.order(want("tofu", id="a")).lines == first.lines
        refusal = house.refusal(scanned(want("tofu", 2, id="a")))
        assert refusal.message().en.startswith("“tofu”"), "a dish that has left the menu is called by its id"

    @given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 2)), min_size=1, max_size=12))
    def test_an_id_stands_for_what_it_first_was(self, sent: list[tuple[str, int]]) -> None:
        house, first = SmallHouse(), dict[str, int]()
        for name, qty in sent:
            order = scanned(want("tofu", qty, id=name))
            if first.setdefault(name, qty) == qty:
                assert house.ask(order, RoundIs).lines[0].qty == qty
            else:
                assert house.refused(order) == "line_differs"
        assert {line.id: line.qty for line in house.state.orders.lines.values()} == first


def named(line: LineWanted) -> LineWanted:
    """The line under an id."""
    return LineWanted(line.dish, line.qty, "a", line.options, line.cells, line.fire, line.note, line.price_minor)

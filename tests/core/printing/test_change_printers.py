"""Printers are changed whole or not at all; law 12 counts those that print every ticket."""

from __future__ import annotations

from typing import Any

import pytest

from kds.core.holes import plan_of
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.hidden import hidden_stations
from kds.core.kitchen.model import CATCH_ALL, KitchenGone
from kds.core.kitchen.proof import holes
from kds.core.kitchen.switch_theme import SwitchTheme
from kds.core.kitchen.themes import Shows, Theme
from kds.core.printing.change_printers import ChangePrinters, PrintersAre
from kds.core.printing.model import PRINTERS_MOST, Printer
from tests.core.printing.paper import house_with, printer
from tests.house import SmallHouse, named


def test_a_printer_keeps_its_place_and_the_same_again_is_nothing() -> None:
    house = house_with(printer("p"), printer("q"))
    assert [house.state.printing.printers[each].position for each in "pq"] == [1, 2]
    assert house.types(ChangePrinters((printer("p"),))) == []
    assert house.types(ChangePrinters((printer("p", width=58),))) == ["PrintersChanged"]
    assert house.state.printing.printers["p"].position == 1
    assert house.ask(ChangePrinters(gone=("q",)), PrintersAre).printers == 1


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"port": 0}, "bad_port"),
        ({"width": 70}, "bad_width"),
        ({"backlog_minutes": 0}, "bad_backlog"),
        ({"stations": ("roof",)}, "no_such_station"),
        ({"second": "p"}, "own_second"),
        ({"second": "roof"}, "no_second"),
        ({"second": "label"}, "no_second"),
    ],
)
def test_what_is_wrong_is_named(wrong: dict[str, Any], fault: str) -> None:
    house = house_with(printer("label", kind="label"))
    refusal = house.refusal(ChangePrinters((printer("p", **wrong),)))
    assert (refusal.reason.code, refusal.details["faults"][0].code) == ("bad_printers", fault)


def test_a_printer_without_an_address_and_one_too_many_are_refused() -> None:
    house = SmallHouse()
    nowhere = Printer("p", printer("p").name, "")
    assert house.refusal(ChangePrinters((nowhere,))).details["faults"][0].code == "no_address"
    many = tuple(printer(f"p{number}") for number in range(PRINTERS_MOST + 1))
    assert house.refusal(ChangePrinters(many)).details["faults"][0].code == "too_many_printers"


def test_the_second_of_another_stays() -> None:
    house = house_with(printer("p", second="q"), printer("q"))
    assert house.refused(ChangePrinters(gone=("q",))) == "bad_printers"
    house.do(ChangePrinters(gone=("p", "q")))


def test_law_12_a_station_whose_every_ticket_is_printed_is_no_hole() -> None:
    house = SmallHouse()
    house.do(ChangeKitchen(gone=KitchenGone(screens=("wall",))))
    assert [each.station for each in hidden_stations(house.state)] == ["soup", "hot", "drinks", "catch_all"]
    house.do(ChangePrinters((printer("p", stations=("hot",)), printer("q", stations=("soup",), mode="always"))))
    assert [each.station for each in hidden_stations(house.state)] == ["hot", "drinks", "catch_all"]
    assert {each.station for each in holes(plan_of(house.state))} == {"hot", "drinks", "catch_all"}
    house.do(ChangePrinters((printer("all", mode="always"),)))
    assert hidden_stations(house.state) == []
    assert holes(plan_of(house.state)) == []


def test_law_12_a_printer_that_alone_shows_a_station_does_not_go_unasked() -> None:
    """A theme may have been let in because of it."""
    house = house_with(printer("hot", mode="always", stations=("hot",)))
    seen = ("cold", CATCH_ALL, "soup", "drinks")
    house.do(ChangeKitchen(themes=(Theme("calm", named("calm"), (Shows("wall", seen),)),)))
    house.do(SwitchTheme("calm"))
    (ticket,) = house.order("noodles").tickets
    for change in (
        ChangePrinters(gone=("hot",), knowingly=()),
        ChangePrinters((printer("hot", stations=("hot",)),), knowingly=()),
    ):
        refusal = house.refusal(change)
        assert refusal.reason.code == "new_hole"
        assert (ticket,) in [each.tickets for each in refusal.details["holes"]]
        assert hidden_stations(house.state) == []
    house.do(ChangePrinters(gone=("hot",), knowingly=("hot",)))
    assert [each.station for each in hidden_stations(house.state)] == ["hot"]

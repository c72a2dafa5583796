"""The menu: what is done to it, and what orders do to its counts."""

from __future__ import annotations

from kds.core.day.events import HouseFounded
from kds.core.deeds import Feature
from kds.core.floor.events import PartiesTied
from kds.core.menu import change_menu, count_down, dayparts, events, mark_sold_out, upcasters
from kds.core.orders.events import LineVoided, RoundPlaced

MENU = Feature(
    deeds=(change_menu.DEED, mark_sold_out.DEED),
    folds={
        events.MenuPublished: events.fold_menu_published,
        events.MenuChanged: events.fold_menu_changed,
        events.DaypartBegan: events.fold_daypart_began,
        events.StockCounted: events.fold_stock_counted,
        RoundPlaced: events.fold_round_placed,
        PartiesTied: events.fold_parties_tied,
        HouseFounded: events.fold_house_founded,
    },
    policies={RoundPlaced: count_down.count_ordered, LineVoided: count_down.count_returned},
    deadlines=(dayparts.DEADLINE,),
    upcasters=upcasters.UPCASTERS,
)

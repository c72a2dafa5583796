"""Parties change hands: one, or all that somebody serves."""

from __future__ import annotations

from kds.core.floor.answers import PartyIs
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.hand_over import HandedOver, HandOver
from kds.core.floor.open_session import OpenSession
from tests.house import SmallHouse


def test_all_of_them_or_none() -> None:
    house = SmallHouse()
    parties = [house.ask(OpenSession(each, 2), PartyIs).session for each in ("A01", "A02")]
    assert house.refused(HandOver((*parties, "S99"), "mei")) == "unknown_session"
    assert house.ask(HandOver((*parties, parties[0]), "mei"), HandedOver).sessions == tuple(parties)
    assert {each.served_by for each in house.state.floor.sessions.values()} == {"mei"}
    assert house.ask(HandOver((parties[0],), "lin"), HandedOver).sessions == (parties[0],)
    assert house.ask(HandOver(tuple(parties), "lin"), HandedOver).sessions == (parties[1],)
    assert house.types(HandOver(tuple(parties), "lin")) == []
    assert house.types(HandOver(tuple(parties))) == ["SessionServedBy"] * 2


def test_there_is_somebody_to_hand_over() -> None:
    house = SmallHouse()
    assert house.refused(HandOver((), "mei")) == "out_of_range"
    session = house.ask(OpenSession("A01"), PartyIs).session
    house.do(ClearSession(session))
    assert house.refused(HandOver((session,), "mei")) == "session_ended"

"""What a slip that is scanned asks for: before a wall it is done there, at the pass what is ready of it is served."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.model import OPEN, Item
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.serve_lines import ServeLines
from kds.core.kitchen.slips import lines_of
from kds.core.state import State
from kds.core.types import Command, Name
from kds.feed.board_view import concerns
from kds.feed.paint_history import Meant

NOTHING = ServeLines(("none",))
"""Of no line: the store refuses it, unless the press was done already."""
NOT_DONE = Name(zh="小票{code}：还没有做好的菜", en="Slip {code}: none of it is ready yet")
NOT_HERE = Name(zh="小票{code}：本屏没有要划的菜", en="Slip {code}: nothing of it is left to serve on this screen")
ELSEWHERE = Name(zh="小票{code}：这道菜不在本屏做", en="Slip {code}: this dish is not made on this screen now")


class Scan(NamedTuple):
    """What a slip asks for; where nothing of it can be done, why: `reason` and `words`."""

    command: Command
    reason: str = ""
    words: Name | None = None


def scanned(state: State, screen: str, code: str, meant: Meant | None) -> Scan:
    """By the screen before which it was scanned. Of what is voided that counts which its walls had painted."""
    shown = state.kitchen.screens_now.get(screen)
    if shown is not None and not shown.is_wall:
        return _served(state, shown, code)
    voids = None if meant is None else meant.voids
    item = state.kitchen.items.get(code)
    if item is None:
        return Scan(BumpTicket(code, (), voids))
    if shown is None or not shown.takes(state.kitchen.tickets[item.ticket].station):
        return _nothing("slip_elsewhere", ELSEWHERE, code)
    return Scan(BumpTicket(item.ticket, (code,), voids))


def _served(state: State, screen: Screen, code: str) -> Scan:
    """All of it that stands ready for parties that this screen is for."""
    here = [each for each in lines_of(state, code) if _is_of(state, screen, each)]
    done = tuple([each.line for each in here if each.state == "done"])
    if done:
        return Scan(ServeLines(done))
    if any(each.state in OPEN for each in here):
        return _nothing("slip_not_done", NOT_DONE, code)
    return _nothing("slip_not_here", NOT_HERE, code)


def _is_of(state: State, screen: Screen, item: Item) -> bool:
    party = item.party or state.kitchen.tickets[item.ticket].session
    return concerns(state, screen, state.floor.sessions.get(party))


def _nothing(reason: str, words: Name, code: str) -> Scan:
    return Scan(NOTHING, reason, Name(zh=words.zh.format(code=code), en=words.en.format(code=code)))

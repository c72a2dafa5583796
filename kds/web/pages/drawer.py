"""The drawer at /drawer: shifts with their floats, what goes to the safe, the blind count and the hand-over."""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from kds.core import money
from kds.core.billing.day_model import Shift, ShiftDone
from kds.core.billing.takings import takings_of
from kds.core.money import EXPONENTS, currency_of, symbol_of
from kds.core.reasons import all_reasons
from kds.core.rights import TILL_PAGES
from kds.core.state import State
from kds.runtime.store import Store
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.auth import who
from kds.web.pages.access import enter
from kds.web.pages.forms import person
from kds.web.pages.moments import time_of_day, timezone
from kds.web.pages.people import colleagues_of, names_of
from kds.web.pages.respond import page

MAIN = "main"


class TillCard(NamedTuple):
    """A till that somebody has. What should be in its drawer is not here: it is counted blind."""

    shift: Shift
    whose: str
    own: bool
    since: str
    float: str


class CountedRow(NamedTuple):
    """A shift of today as it was counted."""

    done: ShiftDone
    whose: str
    expected: str
    counted: str
    difference: str


class Drawer:
    """The page; what is done on it goes over the public interface."""

    def __init__(self, store: Store, tokens: Tokens, people: People) -> None:
        self._store = store
        self._tokens = tokens
        self._people = people

    async def show(self, request: Request) -> Response:
        """GET /drawer: the tills, one's own first, the shifts that were counted today, and who may take a till over."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, TILL_PAGES)
        people = await self._tokens.list_all()
        await self._store.readable()
        state = self._store.state
        currency, names = currency_of(state), names_of(people, self._people)
        there = [each for each in state.floor.sessions.values() if each.state == "open"]
        return page(
            request,
            "drawer/page.html",
            viewer=token,
            tills=self._tills(state, token, names),
            main_free=MAIN not in state.billing.shifts,
            counted=counted(state, takings_of(state).shifts, names),
            colleagues=colleagues_of(self._store.state, people, self._people, token),
            parties=[each.session for each in there if each.served_by == who(token).id],
            reasons=all_reasons(state),
            symbol=symbol_of(currency),
            exponent=EXPONENTS.get(currency, 2),
        )

    def _tills(self, state: State, token: Token, names: dict[str, str]) -> list[TillCard]:
        zone, now = timezone(state), self._store.now()
        cards = [
            TillCard(
                shift=each,
                whose=names.get(each.opened_by, each.opened_by),
                own=each.opened_by == who(token).id,
                since=time_of_day(each.opened_at, now, zone),
                float=money.told(state, each.float_minor),
            )
            for each in state.billing.shifts.values()
        ]
        return sorted(cards, key=lambda card: (not card.own, card.shift.till != MAIN, card.shift.till))


def counted(state: State, shifts: tuple[ShiftDone, ...], names: dict[str, str]) -> list[CountedRow]:
    """Shifts in words, the last one first."""
    return [
        CountedRow(
            done=each,
            whose=names.get(each.opened_by, each.opened_by),
            expected=money.told(state, each.expected_minor),
            counted=money.told(state, each.counted_minor),
            difference=money.told(state, each.difference_minor),
        )
        for each in reversed(shifts)
    ]

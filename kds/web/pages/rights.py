"""The matrix of rights at /rights: what each role may, and how far. It is saved role by role over the interface."""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from kds.core.money import EXPONENTS, currency_of, symbol_of
from kds.core.people.model import RankAndFile
from kds.core.rights import AUDIT, CHANGEABLE, PEOPLE, RIGHTS, Group, Right, limit_of, may
from kds.core.state import State
from kds.core.types import Name
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.pages.access import enter
from kds.web.pages.forms import person
from kds.web.pages.respond import page

GROUPS: dict[Group, Name] = {
    "orders": Name(zh="点菜和出菜", en="Orders"),
    "floor": Name(zh="桌台", en="Floor"),
    "bills": Name(zh="账单", en="Bills"),
    "drawer": Name(zh="收银台和日结", en="Tills and days"),
    "kitchen": Name(zh="后厨", en="Kitchen"),
    "views": Name(zh="查看", en="Looking"),
    "house": Name(zh="店铺管理", en="The house"),
}
"""The parts of the matrix, in words."""


class Cell(NamedTuple):
    """Whether a role has a right. `limit` is how far, None without end; `usual` what it is where nobody says.

    `open`: the viewer may change it, up to `most` where their own right ends there.
    """

    role: RankAndFile
    has: bool
    limit: int | None
    usual: bool
    open: bool
    most: int | None


class Row(NamedTuple):
    """A right and its cells, one a role."""

    right: Right
    cells: list[Cell]


class Rights:
    """The page."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens

    async def show(self, request: Request) -> Response:
        """GET /rights: the whole matrix; what the viewer may not give cannot be pressed."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, PEOPLE)
        await self._store.readable()
        state = self._store.state
        currency = currency_of(state)
        return page(
            request,
            "rights/page.html",
            viewer=token,
            audits=may(state, token.role, AUDIT),
            roles=CHANGEABLE,
            groups={
                group: [_row(state, token, each) for each in RIGHTS.values() if each.group == group] for group in GROUPS
            },
            named=GROUPS,
            shut=[role for role in CHANGEABLE if role == token.role],
            symbol=symbol_of(currency),
            exponent=EXPONENTS.get(currency, 2),
        )


def _row(state: State, token: Token, right: Right) -> Row:
    own = may(state, token.role, right)
    most = limit_of(state, token.role, right) if own and token.role != "owner" else None
    return Row(
        right,
        [
            Cell(
                role=role,
                has=may(state, role, right),
                limit=limit_of(state, role, right) if may(state, role, right) else None,
                usual=role in right.may,
                open=token.role == "owner" or (own and token.role != role),
                most=most,
            )
            for role in CHANGEABLE
        ],
    )

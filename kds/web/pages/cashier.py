"""The cashier's page at /cashier: every bill that is open, and the one that is chosen."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kds.core.bills import settings_of
from kds.core.money import EXPONENTS, currency_of, symbol_of
from kds.core.reasons import all_reasons
from kds.core.rights import DISCOUNT, TILL_PAGES, may
from kds.feed.bill import BILL, BillSheetView
from kds.feed.cashier import CASHIER, CashierView
from kds.feed.hub import Hub
from kds.feed.live_view import UnknownView, ViewKey
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.web.pages.access import enter
from kds.web.pages.forms import person
from kds.web.pages.moments import timezone
from kds.web.pages.respond import language_of, page


class Cashier:
    """The page as it is first; everything after that comes over its sockets."""

    def __init__(self, store: Store, tokens: Tokens, hub: Hub) -> None:
        self._store = store
        self._tokens = tokens
        self._hub = hub

    async def show(self, request: Request) -> Response:
        """GET /cashier: the bills; `?bill=` is the one that is chosen, and said to be gone where nobody knows it."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, TILL_PAGES)
        language, wanted = language_of(request), request.query_params.get("bill", "")
        chosen = await self._bill(ViewKey(BILL, wanted, language)) if wanted else None
        view = await self._hub.view(ViewKey(CASHIER, "", language))
        assert isinstance(view, CashierView)
        state = self._store.state
        currency, house = currency_of(state), state.day.house.value
        return page(
            request,
            "cashier/page.html",
            viewer=token,
            leads=may(self._store.state, token.role, DISCOUNT),
            view=view,
            wanted=wanted,
            chosen=chosen,
            settings=settings_of(state),
            reasons=all_reasons(state),
            by_number=house is not None and house.dine_in_by_number,
            timezone=timezone(state),
            symbol=symbol_of(currency),
            exponent=EXPONENTS.get(currency, 2),
        )

    async def _bill(self, key: ViewKey) -> BillSheetView | None:
        """The chosen one; None where it is not known any more."""
        try:
            view = await self._hub.view(key)
        except UnknownView:
            return None
        assert isinstance(view, BillSheetView)
        return view

"""Who may pay later (挂账) at /accounts: limits, what is owed, money that comes in for it, and what became of each."""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from kds.core import money
from kds.core.billing.model import Account, AccountEntry, AccountHistory
from kds.core.bills import settings_of
from kds.core.money import EXPONENTS, currency_of, symbol_of
from kds.core.rights import OPEN_ACCOUNT, TILL_PAGES, may
from kds.core.state import State
from kds.core.types import Name
from kds.runtime.store import Store
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.web.pages.access import enter
from kds.web.pages.deposits import money_tenders
from kds.web.pages.forms import person
from kds.web.pages.moments import date_and_time, timezone
from kds.web.pages.people import names_of
from kds.web.pages.respond import language_of, page


class AccountTold(NamedTuple):
    """An account in words. `left` is how much more can be put on it."""

    account: Account
    owed: str
    limit: str
    left: str


class EntryTold(NamedTuple):
    """What became of an account at a moment, in words."""

    entry: AccountEntry
    at: str
    who: str
    amount: str
    owed: str
    tender: Name | None


class Accounts:
    """The page; what is done on it goes over the public interface."""

    def __init__(self, store: Store, tokens: Tokens, people: People) -> None:
        self._store = store
        self._tokens = tokens
        self._people = people

    async def show(self, request: Request) -> Response:
        """GET /accounts: all of them, those that owe first; `?account=` is the one that is chosen."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, TILL_PAGES)
        names = names_of(await self._tokens.list_all(), self._people)
        await self._store.settled()
        state, wanted = self._store.state, request.query_params.get("account", "")
        books = state.billing
        found, history = books.accounts.get(wanted), books.histories.get(wanted) or AccountHistory(wanted, ())
        english = language_of(request) == "en"
        there = sorted(
            books.accounts.values(),
            key=lambda each: (each.owed_minor == 0, each.name.in_en if english else each.name.in_zh, each.account),
        )
        currency = currency_of(state)
        return page(
            request,
            "accounts/page.html",
            viewer=token,
            leads=may(self._store.state, token.role, OPEN_ACCOUNT),
            accounts=[_told(state, each) for each in there],
            owed=money.told(state, sum(each.owed_minor for each in there)),
            wanted=wanted,
            chosen=None if found is None else _told(state, found),
            entries=[_entry(state, each, names) for each in reversed(history.entries)],
            earlier=history.earlier,
            tenders=money_tenders(state),
            symbol=symbol_of(currency),
            exponent=EXPONENTS.get(currency, 2),
        )


def _told(state: State, account: Account) -> AccountTold:
    return AccountTold(
        account=account,
        owed=money.told(state, account.owed_minor),
        limit=money.told(state, account.limit_minor),
        left=money.told(state, max(0, account.limit_minor - account.owed_minor)),
    )


def _entry(state: State, entry: AccountEntry, names: dict[str, str]) -> EntryTold:
    called = {each.tender: each.name for each in settings_of(state).tenders}
    return EntryTold(
        entry=entry,
        at=date_and_time(entry.entered_at, timezone(state)),
        who=names.get(entry.actor, entry.actor),
        amount=money.told(state, entry.amount_minor),
        owed=money.told(state, entry.owed_minor),
        tender=(called.get(entry.tender) or Name(zh=entry.tender, en=entry.tender)) if entry.tender else None,
    )

"""What the forms of settings have in common: what was typed stays on a fault, and nothing newer is overwritten.

A form bears what it was made of, so that it is refused where somebody else has changed that meanwhile.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kds.core.changes.items import drafted
from kds.core.changes.model import Part
from kds.core.money import EXPONENTS, currency_of
from kds.core.rights import Right
from kds.core.state import State
from kds.core.types import Command, Minor, Name, Permille, Refusal
from kds.ops.setup.grid import money
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.pages.access import enter
from kds.web.pages.changing import Choice, change, choice
from kds.web.pages.forms import Fields, person, posted_lists, see
from kds.web.pages.respond import page

FORM_BYTES = 512 << 10
FORM_FIELDS = 5_000
"""A form may hold a tick for each dish."""
FAULTS_SHOWN = 20
CHANGED_MEANWHILE = Name(
    zh="刚才有别人改过这里，下面是现在的样子，请重新修改",
    en="Somebody else has changed this meanwhile; below it stands as it is now",
)
NO_NAME = Name(zh="请填写名称", en="Write what it is called")
NO_SUM = Name(zh="金额不对，写成 88 或 88.50 这样", en="That is no sum; write it like 88 or 88.50")
NO_SHARE = Name(zh="百分比是 0.1 到 100", en="A percentage is 0.1 to 100")


class Read(NamedTuple):
    """What a form asks for, None where it is so already; or what is wrong with it."""

    command: Command | None
    faults: list[Name]


class Done(NamedTuple):
    """Where it goes on once something is done; None where it was refused, for these faults."""

    answer: Response | None
    faults: list[Name]


class Shell(NamedTuple):
    """The frame of a form: where it goes, where it came from, what it is called, which fragment it holds."""

    action: str
    back: str
    title: Name
    fragment: str
    seen: str = ""
    removable: bool = False
    asking: bool = False
    consequences: tuple[Name, ...] = ()
    kept: Name | None = None
    """Why it cannot be removed now."""


class Forms:
    """A page with a form about something of the house, for those who have its right."""

    right: ClassVar[Right]
    drafts: ClassVar[bool] = True
    """Whether what it changes can wait in a draft."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens

    async def _asked(self, request: Request) -> Token | Response:
        """Who asks for the page, and may; or the clean address of a link."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, self.right)
        await self._store.readable()
        return token

    async def _sent(self, request: Request) -> tuple[Token, Fields]:
        """Who sends a form, and what it says, once the house stands still."""
        token = await person(request, self._store, self._tokens, self.right)
        fields = await posted_lists(request, FORM_BYTES, FORM_FIELDS)
        await self._store.settled()
        return token, fields

    async def _done(self, request: Request, token: Token, fields: Fields, command: Command, after: str) -> Done:
        """Do it, at once or in a draft, and go on; or what is wrong with it."""
        try:
            return Done(await change(self._store, token, request, fields, command, after), [])
        except Refusal as refusal:
            found = refusal.details.get("faults")
            return Done(None, [each.message for each in found] if found else [refusal.message()])

    def _page(
        self,
        request: Request,
        token: Token,
        chosen: Choice,
        shell: Shell,
        said: Fields | dict[str, Any],
        faults: list[Name] | None = None,
        status: int = 200,
        **values: Any,
    ) -> Response:
        return page(
            request,
            "setting/page.html",
            status,
            viewer=token,
            choice=chosen,
            shell=shell,
            said=said,
            faults=(faults or [])[:FAULTS_SHOWN],
            saved="saved" in request.query_params,
            drafts=self.drafts,
            key=secrets.token_hex(12),
            **{"below": "", "pictured": False, **values},
        )


class OneForm(Forms):
    """The form of something that the house has once, with what its fragment offers."""

    path: ClassVar[str]
    fragment: ClassVar[str]
    title: ClassVar[Name]
    back: ClassVar[str] = "/settings"

    def record(self, state: State) -> Any:
        """What the form is about, as it stands."""
        raise NotImplementedError

    def written(self, state: State) -> dict[str, Any]:
        """What stands in its fields."""
        raise NotImplementedError

    def read(self, state: State, fields: Fields) -> Read:
        """What the fields ask for."""
        raise NotImplementedError

    def offered(self, state: State) -> dict[str, Any]:
        """What the fragment needs beside that."""
        return {}

    async def show(self, request: Request) -> Response:
        """GET: as it stands, or as a draft would have it."""
        token = await self._asked(request)
        return (
            token
            if isinstance(token, Response)
            else self._form(request, token, await choice(self._store, request, token.role))
        )

    async def save(self, request: Request) -> Response:
        """POST: as the form says, or the form again with what is wrong."""
        token, fields = await self._sent(request)
        chosen = await choice(self._store, request, token.role, fields)
        if fields.get("seen", "") != seen_of(self.record(chosen.state)):
            return self._form(request, token, chosen, [CHANGED_MEANWHILE], status=409)
        read = self.read(chosen.state, fields)
        after = f"{self.path}?saved=1"
        if read.command is None and not read.faults:
            return see(after)
        done = Done(None, read.faults)
        if read.command is not None and not read.faults:
            done = await self._done(request, token, fields, read.command, after)
        return done.answer or self._form(request, token, chosen, done.faults, fields, status=422)

    def _form(
        self,
        request: Request,
        token: Token,
        chosen: Choice,
        faults: list[Name] | None = None,
        fields: Fields | None = None,
        status: int = 200,
    ) -> Response:
        state = chosen.state
        shell = Shell(self.path, self.back, self.title, self.fragment, seen_of(self.record(state)))
        said = self.written(state) if fields is None else fields
        return self._page(request, token, chosen, shell, said, faults, status, **self.offered(state))


def seen_of(record: Any) -> str:
    """Tells something as it stands from the same thing after any change."""
    return hashlib.sha256(msgspec.json.encode(record)).hexdigest()[:16]


def name_of(fields: Fields) -> Name | None:
    """What a thing is called: in both languages, or in the one in which it was said; None for nothing."""
    zh, en = fields.get("zh", "").strip(), fields.get("en", "").strip()
    return Name(zh=zh or en, en=en or zh) if zh or en else None


def exponent_of(state: State) -> int:
    """How many decimals the house's money has."""
    return EXPONENTS.get(currency_of(state), 2)


def typed(minor: Minor, exponent: int) -> str:
    """A sum as people type it."""
    return f"{Decimal(minor).scaleb(-exponent):f}"


def minor_of(said: str, exponent: int) -> Minor | None:
    """A sum that somebody typed; None for none, and for one that the currency has not."""
    found = money(said)
    scaled = None if found is None or not said.strip() else found.scaleb(exponent)
    return None if scaled is None or scaled != scaled.to_integral_value() else int(scaled)


def share_of(said: str) -> Permille | None:
    """A percentage with one decimal at most, as permille."""
    found = re.fullmatch(r"(\d{1,5})(?:[.,。](\d))?\s*%?", said.strip(), re.ASCII)
    return None if found is None else int(found[1]) * 10 + int(found[2] or 0)


def percent(share: Permille) -> str:
    """Permille as people type it."""
    whole, rest = divmod(share, 10)
    return f"{whole}.{rest}" if rest else str(whole)


def number_of(said: str, least: int, most: int) -> int | None:
    """A whole number within bounds."""
    said = said.strip()
    found = int(said) if said.isascii() and said.isdigit() and len(said) <= 9 else None
    return found if found is not None and least <= found <= most else None


def fresh(prefix: str, state: State, part: Part, field: str, there: Iterable[str]) -> str:
    """An id that nothing has yet, neither of those that are there nor in a draft."""
    known = {*there, *drafted(state, part, field)}
    number = len(known) + 1
    while f"{prefix}{number}" in known:
        number += 1
    return f"{prefix}{number}"


def ticks(fields: Fields, name: str) -> list[str]:
    """What was ticked under one name."""
    return [each for each in fields.get(name, "").split("\n") if each]


def as_before(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    """What is ticked now, in the order of before where that is the same: a list of ticks has none of its own."""
    return before if set(before) == set(now) else now

"""Lists of things that the house has several of: each has a form, may be added, moved up and down, and removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, NamedTuple
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from kds.core.state import State
from kds.core.types import Command, Name
from kds.storage.tokens import Token
from kds.web.pages import errors
from kds.web.pages.changing import Choice, choice
from kds.web.pages.forms import Fields, see
from kds.web.pages.house.forms import CHANGED_MEANWHILE, Done, Forms, Read, Shell, seen_of
from kds.web.pages.respond import page

NEW = "new"
"""In place of an id: something that there is not yet."""
Mood = Literal["", "good", "warn", "bad"]


class Chip(NamedTuple):
    """A word about something's state."""

    mood: Mood
    word: Name


class Entry(NamedTuple):
    """A thing in its list: what it is called, what it holds, and what is to be known of it."""

    id: str
    name: Name
    told: tuple[Name, ...] = ()
    chips: tuple[Chip, ...] = ()
    seen: str = ""
    up: bool = False
    down: bool = False
    """Whether it can be moved."""


class Group(NamedTuple):
    """Some of a list under a name of their own, with what leads to that."""

    name: Name | None
    entries: list[Entry]
    link: str = ""


class Listed(NamedTuple):
    """What a list is called and says of itself."""

    title: Name
    intro: Name
    new: Name
    empty: Name


class Removal(NamedTuple):
    """What becomes of other things where one is removed; `kept` is why it cannot be now."""

    consequences: tuple[Name, ...] = ()
    kept: Name | None = None


class Lists(Forms):
    """The pages of one kind of thing."""

    path: ClassVar[str]
    fragment: ClassVar[str]
    says: ClassVar[Listed]
    ordered: ClassVar[bool] = False
    addable: ClassVar[bool] = True
    """Whether a new one has the form of those that there are."""

    def things(self, state: State) -> Mapping[str, Any]:
        """All of them by id, in their order."""
        raise NotImplementedError

    def entry(self, state: State, thing: Any) -> Entry:
        """One in the list."""
        raise NotImplementedError

    def named(self, thing: Any) -> Name:
        """What one is called."""
        name: Name = thing.name
        return name

    def written(self, state: State, thing: Any | None) -> dict[str, Any]:
        """What stands in the fields of one; None is a new one."""
        raise NotImplementedError

    def read(self, state: State, before: Any | None, fields: Fields) -> Read:
        """What the fields ask for."""
        raise NotImplementedError

    def removing(self, state: State, thing: Any) -> Command:
        """What removes one."""
        raise NotImplementedError

    def removal(self, state: State, thing: Any) -> Removal:
        """What becomes of the rest then."""
        return Removal()

    def reordered(self, state: State, ids: list[str]) -> Command:
        """What brings them into this order."""
        raise NotImplementedError

    def pinned(self, state: State) -> int:
        """How many of the last ones keep their place."""
        return 0

    def offered(self, state: State) -> dict[str, Any]:
        """What the fragment needs beside what is written."""
        return {}

    def below(self, request: Request, token: Token, thing: Any) -> dict[str, Any]:
        """What stands below the form of one: `below`, its fragment, and what that needs."""
        return {}

    def anew(self, state: State, said: Fields) -> dict[str, Any]:
        """What the form of a new one needs beside what is offered to all."""
        return {}

    def groups(self, state: State) -> list[Group]:
        """The list, in parts where it has some."""
        things = self.things(state).values()
        last = len(things) - 1 - self.pinned(state)
        entries = [
            self.entry(state, each)._replace(seen=seen_of(each), up=0 < at <= last, down=at < last)
            for at, each in enumerate(things)
        ]
        return [Group(None, entries)]

    def beside(self, state: State) -> dict[str, Any]:
        """What the page of the list needs beside its entries."""
        return {}

    async def index(self, request: Request) -> Response:
        """GET: all of them."""
        token = await self._asked(request)
        return (
            token
            if isinstance(token, Response)
            else self._list(request, token, await choice(self._store, request, token.role))
        )

    async def show(self, request: Request) -> Response:
        """GET: the form of one, or of a new one; `?ask=remove` says first what would become of the rest."""
        token = await self._asked(request)
        return (
            token
            if isinstance(token, Response)
            else self._form(request, token, await choice(self._store, request, token.role))
        )

    async def save(self, request: Request) -> Response:
        """POST: one as the form says; or (`deed`) removed, or moved up or down in the list."""
        token, fields = await self._sent(request)
        chosen, deed = await choice(self._store, request, token.role, fields), fields.get("deed", "")
        thing = self._wanted(request, chosen)
        if thing is None and not self._is_new(request):
            return errors.not_found(request)
        if thing is not None and fields.get("seen", "") != seen_of(thing):
            return self._form(request, token, chosen, [CHANGED_MEANWHILE], status=409)
        if thing is not None and deed in ("up", "down") and self.ordered:
            return await self._moved(request, token, fields, chosen, -1 if deed == "up" else 1)
        if thing is not None and deed == "remove":
            kept = self.removal(chosen.state, thing).kept
            read, after = Read(self.removing(chosen.state, thing), [kept] if kept else []), f"{self.path}?gone=1"
        else:
            read, after = self.read(chosen.state, thing, fields), f"{self.path}?saved=1"
        done = Done(None, read.faults)
        if read.command is not None and not read.faults:
            done = await self._done(request, token, fields, read.command, after)
        if deed == "remove" and done.answer is None:
            return self._form(request, token, chosen, done.faults, asking=True, status=422)
        return done.answer or self._form(request, token, chosen, done.faults, fields, status=422)

    async def _moved(self, request: Request, token: Token, fields: Fields, chosen: Choice, by: int) -> Response:
        ids, wanted = list(self.things(chosen.state)), request.path_params["id"]
        at = ids.index(wanted)
        last = len(ids) - 1 - self.pinned(chosen.state)
        to = min(max(at + by, 0), last) if at <= last else at
        ids.insert(to, ids.pop(at))
        after = f"{self.path}?saved=1"
        if to == at:
            return see(after)
        done = await self._done(request, token, fields, self.reordered(chosen.state, ids), after)
        return done.answer or self._list(request, token, chosen, done.faults, status=422)

    def _is_new(self, request: Request) -> bool:
        return self.addable and request.path_params["id"] == NEW

    def _wanted(self, request: Request, chosen: Choice) -> Any | None:
        """The thing of the path; None for one that is not there, or not yet."""
        return self.things(chosen.state).get(request.path_params["id"])

    def _list(
        self,
        request: Request,
        token: Token,
        chosen: Choice,
        faults: list[Name] | None = None,
        said: Fields | None = None,
        status: int = 200,
    ) -> Response:
        state = chosen.state
        return page(
            request,
            "setting_list/page.html",
            status,
            viewer=token,
            choice=chosen,
            path=self.path,
            says=self.says,
            groups=self.groups(state),
            ordered=self.ordered,
            faults=faults or [],
            said=said or {},
            saved="saved" in request.query_params,
            gone="gone" in request.query_params,
            **{"above": "", **self.beside(state)},
        )

    def _form(
        self,
        request: Request,
        token: Token,
        chosen: Choice,
        faults: list[Name] | None = None,
        fields: Fields | None = None,
        *,
        asking: bool = False,
        status: int = 200,
    ) -> Response:
        state, wanted, thing = chosen.state, request.path_params["id"], self._wanted(request, chosen)
        if thing is None and not self._is_new(request):
            return errors.not_found(request)
        asking = thing is not None and (asking or request.query_params.get("ask") == "remove")
        removal = self.removal(state, thing) if asking else Removal()
        shell = Shell(
            action=f"{self.path}/{quote(wanted, safe='')}",
            back=self.path,
            title=self.says.new if thing is None else self.named(thing),
            fragment=self.fragment,
            seen="" if thing is None else seen_of(thing),
            removable=thing is not None,
            asking=asking,
            consequences=removal.consequences,
            kept=removal.kept,
        )
        said = self.written(state, thing) if fields is None else fields
        below = self.anew(state, said) if thing is None else self.below(request, token, thing)
        return self._page(request, token, chosen, shell, said, faults, status, **{**self.offered(state), **below})

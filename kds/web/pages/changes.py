"""Drafts and changes of settings: /changes lists them, each draft has a page, and every change can be undone there."""

from __future__ import annotations

import asyncio
import secrets
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from kds.core.changes.diff import things
from kds.core.changes.drop_draft import DropDraft
from kds.core.changes.items import change_back, count, key_of, parts_of
from kds.core.changes.model import Draft, Part
from kds.core.changes.names import named
from kds.core.changes.publish_draft import PublishDraft
from kds.core.changes.rename_draft import RenameDraft
from kds.core.changes.rules import RIGHTS, draft_of, overwritten
from kds.core.changes.take_from_draft import TakeFromDraft
from kds.core.changes.time_draft import TimeDraft
from kds.core.changes.undo_change import UndoChange
from kds.core.changes.veil import proof_is_readable, readable, readable_items, veiled, why_it_failed
from kds.core.holes import holes_of, in_words, plan_of, with_tickets
from kds.core.rights import may
from kds.core.types import Command, Ms, Name, Refusal
from kds.feed.hub import Hub
from kds.feed.live_view import kind_of
from kds.runtime.apart import apart
from kds.runtime.store import Store
from kds.runtime.zones import zone_of
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.pages.access import enter, viewer
from kds.web.pages.change_rows import FEW, PARTS, DraftRow, Undoing, change_row
from kds.web.pages.change_words import Words
from kds.web.pages.changing import choice, knowingly, overwriting
from kds.web.pages.forms import Fields, person, posted, see, submit
from kds.web.pages.known_names import known_names
from kds.web.pages.moments import date_and_time, timezone
from kds.web.pages.respond import page

SHOWN = 100
CHANGES_SHOWN = 20
NO_MOMENT = Name(zh="请填写日期和时间", en="Write the date and the time")


class Changes:
    """The pages."""

    def __init__(self, store: Store, tokens: Tokens, people: People, hub: Hub) -> None:
        self._store = store
        self._hub = hub
        self._tokens = tokens
        self._people = people

    async def list(self, request: Request) -> Response:
        """GET /changes: the drafts, and the last changes."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await self._manager(request)
        return await self._list(request, token)

    async def show(self, request: Request) -> Response:
        """GET /changes/{draft}: what it would change."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await self._manager(request)
        await self._store.readable()
        return await self._draft(request, token, draft_of(self._store.state, request.path_params["draft"]))

    async def undo(self, request: Request) -> Response:
        """POST /changes/undo: take back the change of the field `change`; only asked first where `sure` is not said."""
        token = await self._manager(request)
        fields = await posted(request)
        await self._store.readable()
        change = fields.get("change", "")
        if "sure" not in fields:
            return await self._list(request, token, asked=await self._asked(change))
        try:
            await submit(self._store, token, request, fields, UndoChange(change, knowingly(fields)))
        except Refusal as refusal:
            return await self._list(request, token, fault=refusal.message(), asked=await self._asked(change))
        return see("/changes?undone=1")

    async def _asked(self, change: str) -> Undoing | None:
        """What would become of the house if a change were taken back; None where there is no such change."""
        state = self._store.state
        kept = state.changes.kept.get(change)
        if kept is None:
            return None
        menu, kitchen = kept.before.menu, kept.before.kitchen
        plan, before = plan_of(state, menu, kitchen), plan_of(state)
        proof = await asyncio.to_thread(holes_of, plan, before) if menu or kitchen else []
        proof = with_tickets(state, proof, before, plan)
        found = [each for each in things(change_back(state, kept.before), kept.before) if each.kind != "same"]
        return Undoing(
            change=change,
            things=list(map(Words(state).thing, found[:FEW])),
            more=max(0, len(found) - FEW),
            hidden=",".join(sorted({each.station for each in proof})),
            holes=[in_words(state, each, menu, kitchen) for each in proof],
        )

    async def do(self, request: Request) -> Response:
        """POST /changes/{draft}: what the field `deed` says."""
        token = await self._manager(request)
        fields = await posted(request)
        await self._store.readable()
        name = request.path_params["draft"]
        draft = draft_of(self._store.state, name)
        command = self._command(draft, fields)
        if isinstance(command, Name):
            return await self._draft(request, token, draft, fault=command, said=fields)
        try:
            await submit(self._store, token, request, fields, command)
        except Refusal as refusal:
            await self._store.readable()
            draft = draft_of(self._store.state, name)
            return await self._draft(request, token, draft, fault=refusal.message(), said=fields)
        gone = {PublishDraft: "/changes?published=1", DropDraft: "/changes?dropped=1"}
        return see(gone.get(type(command), f"/changes/{quote(name)}?saved=1"))

    def _command(self, draft: Draft, fields: Fields) -> Command | Name:
        """What is to be done with a draft; or what is wrong with how it is said."""
        deed = fields.get("deed", "")
        if deed == "drop":
            return DropDraft(draft.draft)
        if deed == "rename":
            return RenameDraft(draft.draft, fields.get("title", ""))
        if deed == "untime":
            return TimeDraft(draft.draft, None)
        if deed == "time":
            at = moment_of(fields.get("day", ""), fields.get("time", ""), timezone(self._store.state))
            return NO_MOMENT if at is None else TimeDraft(draft.draft, at, knowingly(fields), overwriting(fields))
        if deed == "take":
            part: Part = next((each for each in PARTS if each == fields.get("part")), "menu")
            return TakeFromDraft(draft.draft, part, fields.get("field", ""), fields.get("id", ""))
        return PublishDraft(draft.draft, knowingly(fields), overwriting(fields))

    async def _manager(self, request: Request) -> Token:
        """Who asks, and may change settings of some part."""
        token = await viewer(request, self._tokens)
        own = [each for each in RIGHTS if token is not None and may(self._store.state, token.role, each)]
        return await person(request, self._store, self._tokens, (own or RIGHTS)[0])

    async def _list(
        self, request: Request, token: Token, *, fault: Name | None = None, asked: Undoing | None = None
    ) -> Response:
        """`asked`: the change that is not undone before somebody says that it is meant."""
        await self._store.readable()
        state = self._store.state
        names = known_names(await self._tokens.list_all(), self._people.all())
        zone = timezone(state)
        drafts = sorted(state.changes.drafts.values(), key=lambda each: (each.entered_at, each.draft), reverse=True)
        rows = [
            DraftRow(
                draft=each,
                who=names.get(each.author, Name(zh=each.author, en=each.author)),
                begun=date_and_time(each.entered_at, zone),
                publishes="" if each.publishes_at is None else date_and_time(each.publishes_at, zone),
                parts=[PARTS[part] for part, _ in parts_of(each.wanted)],
                things=count(each.wanted),
                failed=why_it_failed(state, token.role, each),
            )
            for each in drafts
        ]
        wanted = sorted(state.changes.kept.values(), key=lambda each: each.seq, reverse=True)[:CHANGES_SHOWN]
        changes = await apart(self._store, lambda house: [change_row(house, each, token, names) for each in wanted])
        return page(
            request,
            "changes/page.html",
            200 if fault is None else 409,
            viewer=token,
            drafts=rows,
            changes=changes,
            fault=fault,
            asked=asked,
            done=next((each for each in ("published", "dropped", "undone") if each in request.query_params), ""),
            key=secrets.token_hex(12),
        )

    async def _draft(
        self, request: Request, token: Token, draft: Draft, *, fault: Name | None = None, said: Fields | None = None
    ) -> Response:
        state = self._store.state
        chosen = await choice(self._store, request, token.role, {"when": f"draft:{draft.draft}"})
        words = Words(chosen.state)
        hidden_parts = veiled(state, token.role, draft.wanted)
        wanted = readable(state, token.role, draft.wanted)
        found = await apart(self._store, lambda house: list(things(change_back(house, wanted), wanted)))
        start = _whole(request.query_params.get("from", ""))
        proven = bool(wanted.menu or wanted.kitchen) and proof_is_readable(state, token.role, draft.wanted)
        plan, before = plan_of(state, wanted.menu, wanted.kitchen), plan_of(state)
        proof = await asyncio.to_thread(holes_of, plan, before) if proven else []
        proof = with_tickets(state, proof, before, plan) if proven else []
        since = readable_items(state, token.role, overwritten(state, draft))
        names = known_names(await self._tokens.list_all(), self._people.all()) if draft.untimed_by else {}
        untimed_by = names.get(draft.untimed_by, Name(zh=draft.untimed_by, en=draft.untimed_by))
        zone = timezone(state)
        now = datetime.fromtimestamp(self._store.now() / 1000, zone_of(zone)) if zone else None
        return page(
            request,
            "change_draft/page.html",
            200 if fault is None else 422,
            viewer=token,
            choice=chosen,
            draft=draft,
            things=[words.thing(each) for each in found[start : start + SHOWN]],
            first=start,
            total=len(found),
            shown=SHOWN,
            publishes="" if draft.publishes_at is None else date_and_time(draft.publishes_at, zone),
            veiled=[PARTS[part] for part in hidden_parts],
            failed=why_it_failed(state, token.role, draft),
            proven=proven,
            holes=[in_words(state, each, wanted.menu, wanted.kitchen) for each in proof],
            hidden=",".join(sorted({each.station for each in proof})),
            dark=[each.name for each in plan.screens.values() if not self._hub.watching(kind_of(each), each.screen)],
            untimed_by=untimed_by if draft.untimed_by else None,
            since=[named(state, each) for each in since],
            overwriting=" ".join([key_of(each) for each in since]),
            zone=zone,
            today="" if now is None else f"{now:%Y-%m-%d}",
            fault=fault,
            said=said or {},
            saved="saved" in request.query_params,
            key=secrets.token_hex(12),
        )


def moment_of(day: str, time: str, zone: str) -> Ms | None:
    """The moment of that day and time of day where the house is; None where they are none."""
    try:
        moment = datetime.strptime(f"{day} {time}", "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone))
    except (ValueError, KeyError):
        return None
    return int(moment.timestamp() * 1000)


def _whole(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 6 else 0

"""Drafts of settings, and changes that can be undone."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from kds.core.changes import (
    drop_draft,
    publish_draft,
    put_in_draft,
    rename_draft,
    take_from_draft,
    time_draft,
    undo_change,
)
from kds.core.changes.model import Part
from kds.core.changes.put_in_draft import PutInDraft
from kds.core.changes.rules import UNKNOWN_DRAFT
from kds.core.changes.undo_change import UNKNOWN_CHANGE
from kds.core.changes_view import (
    ChangesView,
    ChangeView,
    DraftsView,
    DraftView,
    change_view,
    changes_view,
    draft_view,
    drafts_view,
)
from kds.core.text import Cause, ExternalId, Id, OptionalId
from kds.core.types import Ms, Who
from kds.runtime.apart import apart
from kds.web.api.day import look_up
from kds.web.bodies import body_of, command_of
from kds.web.routes import PREFIX, Get, Params, Post, ReadRequest
from kds.web.wire import SETTINGS_BYTES


class ThingBody(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing of a draft: a record of that id of a list of that part, or, with the id "", a value."""

    part: Part
    field: Id
    id: OptionalId = ""


class TitleBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What the draft is to be called."""

    title: Cause


class MomentBody(Struct, frozen=True, forbid_unknown_fields=True):
    """When it takes effect by itself; null: not by itself. `knowingly` and `overwriting` as when it is published."""

    publishes_at: Ms | None
    knowingly: tuple[Id, ...] = ()
    overwriting: tuple[ExternalId, ...] = ()


class PublishBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The stations that may be without a screen; and what was changed since it was put in, such as menu.dishes.tofu,
    and is to be as the draft says.
    """

    knowingly: tuple[Id, ...] = ()
    overwriting: tuple[ExternalId, ...] = ()


class KnowinglyBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The stations that may be without a screen: what would be sent there, nobody sees."""

    knowingly: tuple[Id, ...] = ()


def to_draft(body: Struct, params: Params, who: Who) -> PutInDraft:
    """The command that the body is; of its time zone core cannot know whether there is one. Fails with malformed."""
    command = command_of(body, PutInDraft)
    look_up(None if command.house is None else command.house.timezone, "house.timezone")
    return command


async def read_drafts(asked: ReadRequest) -> bytes:
    """All drafts."""
    await asked.store.readable()
    return msgspec.json.encode(drafts_view(asked.store.state, asked.who.role))


async def read_draft(asked: ReadRequest) -> bytes:
    """A draft and what it changes."""
    draft, role = asked.params["draft"], asked.who.role
    return await apart(asked.store, lambda state: msgspec.json.encode(draft_view(state, role, draft)))


async def read_changes(asked: ReadRequest) -> bytes:
    """The last changes."""
    await asked.store.readable()
    return msgspec.json.encode(changes_view(asked.store.state))


async def read_change(asked: ReadRequest) -> bytes:
    """A change and what it changed."""
    change, role = asked.params["change"], asked.who.role
    return await apart(asked.store, lambda state: msgspec.json.encode(change_view(state, role, change)))


ROUTES: tuple[Post | Get, ...] = (
    Get(
        path=f"{PREFIX}/drafts",
        summary="The drafts of settings",
        view="audit",
        read=read_drafts,
        answer=DraftsView,
    ),
    Get(
        path=f"{PREFIX}/drafts/{{draft}}",
        summary="A draft: what it changes field by field, and what nobody would see",
        view="audit",
        read=read_draft,
        answer=DraftView,
        refusals=(UNKNOWN_DRAFT,),
    ),
    Get(
        path=f"{PREFIX}/changes",
        summary="The last changes of settings, which can be undone",
        view="audit",
        read=read_changes,
        answer=ChangesView,
    ),
    Get(
        path=f"{PREFIX}/changes/{{change}}",
        summary="A change of settings, field by field",
        view="audit",
        read=read_change,
        answer=ChangeView,
        refusals=(UNKNOWN_CHANGE,),
    ),
    Post(
        path=f"{PREFIX}/drafts",
        summary="Put something into a draft of settings, or begin a new one with it",
        deed=put_in_draft.DEED,
        body=body_of(PutInDraft),
        command=to_draft,
        most_bytes=SETTINGS_BYTES,
    ),
    Post(
        path=f"{PREFIX}/drafts/{{draft}}/take-out",
        summary="Take one thing out of a draft again",
        deed=take_from_draft.DEED,
        body=ThingBody,
    ),
    Post(
        path=f"{PREFIX}/drafts/{{draft}}/rename",
        summary="Call a draft otherwise",
        deed=rename_draft.DEED,
        body=TitleBody,
    ),
    Post(
        path=f"{PREFIX}/drafts/{{draft}}/time",
        summary="Let a draft take effect by itself at a moment, or not by itself any more",
        deed=time_draft.DEED,
        body=MomentBody,
    ),
    Post(
        path=f"{PREFIX}/drafts/{{draft}}/publish",
        summary="Publish a draft: all that it changes, or nothing. Refused where dishes would come to stations that no "
        "screen shows and that `knowingly` does not name",
        deed=publish_draft.DEED,
        body=PublishBody,
    ),
    Post(path=f"{PREFIX}/drafts/{{draft}}/drop", summary="Let go of a draft", deed=drop_draft.DEED),
    Post(
        path=f"{PREFIX}/changes/{{change}}/undo",
        summary="Take back a change of settings. Refused where dishes would come to stations that no screen shows and "
        "that `knowingly` does not name",
        deed=undo_change.DEED,
        body=KnowinglyBody,
    ),
)

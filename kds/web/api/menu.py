"""The menu: reading it, and saying what is sold out."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from kds.core.menu import change_menu, mark_sold_out
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.menu_view import MenuView, menu_view
from kds.core.rights import channel_of
from kds.core.types import Channel, Who
from kds.web.api.fields import Remaining
from kds.web.bodies import body_of, command_of
from kds.web.routes import PREFIX, Get, Params, Post, ReadRequest
from kds.web.wire import SETTINGS_BYTES


class SoldOutBody(Struct, frozen=True, forbid_unknown_fields=True):
    """0 is sold out, a number is what is left, null stops counting."""

    remaining: Remaining | None


class MenuQuery(Struct, frozen=True):
    """By which channel it is to be ordered; by that of whoever asks, where none is said; other names say nothing."""

    channel: Channel | None = None


def to_menu(body: Struct, params: Params, who: Who) -> ChangeMenu:
    """The command that the body is."""
    return command_of(body, ChangeMenu)


async def read_menu(asked: ReadRequest) -> bytes:
    """The menu as it can be ordered now."""
    await asked.store.readable()
    return msgspec.json.encode(menu_view(asked.store.state, asked.query.channel or channel_of(asked.who)))


ROUTES: tuple[Post | Get, ...] = (
    Get(
        path=f"{PREFIX}/menu",
        summary="The menu, with what is sold out",
        view="menu",
        read=read_menu,
        answer=MenuView,
        query=MenuQuery,
    ),
    Post(
        path=f"{PREFIX}/dishes/{{dish}}/sold-out",
        summary="Mark a dish sold out, limit it, or set it free",
        deed=mark_sold_out.DEED,
        body=SoldOutBody,
    ),
    Post(
        path=f"{PREFIX}/menu/changes",
        summary="Change the menu: the categories and dishes given, and those that go, whole or not at all. With "
        "`knowingly` it is refused where dishes would come to stations that no screen shows and that it does not name; "
        "without it, or null, that is not asked",
        deed=change_menu.DEED,
        body=body_of(ChangeMenu),
        command=to_menu,
        most_bytes=SETTINGS_BYTES,
    ),
)

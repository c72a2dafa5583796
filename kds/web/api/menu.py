"""The menu: reading it, and saying what is sold out."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from kds.core import refusals
from kds.core.menu.mark_sold_out import DishCounted, MarkSoldOut
from kds.core.menu.menu_view import MenuView, menu_view
from kds.web.routes import PREFIX, Asked, Deed, Look, Params, roles

Remaining = Annotated[int, Meta(ge=0, le=1_000_000)]


class SoldOutBody(Struct, frozen=True, forbid_unknown_fields=True):
    """0 is sold out, a number is what is left, null stops counting."""

    remaining: Remaining | None


def to_command(body: SoldOutBody, params: Params) -> MarkSoldOut:
    """The count that the body asks for."""
    return MarkSoldOut(dish=params["dish"], remaining=body.remaining)


async def read_menu(asked: Asked) -> bytes:
    """The menu as it can be ordered now."""
    await asked.store.settled()
    return msgspec.json.encode(menu_view(asked.store.state))


ROUTES = (
    Look(
        path=f"{PREFIX}/menu",
        summary="The menu, with what is sold out",
        roles=roles("guest", "waiter", "kitchen", "manager", "integration"),
        read=read_menu,
        answer=MenuView,
    ),
    Deed(
        path=f"{PREFIX}/dishes/{{dish}}/sold-out",
        summary="Mark a dish sold out, limit it, or set it free",
        roles=roles("waiter", "kitchen", "manager"),
        body=SoldOutBody,
        command=to_command,
        answer=DishCounted,
        refusals=(refusals.UNKNOWN_DISH,),
    ),
)

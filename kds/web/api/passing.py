"""The pass: several dishes at their table, in somebody's hands, a table before all others."""

from __future__ import annotations

from msgspec import Struct

from kds.core.kitchen import hand_to_runner, hold_ticket, put_forward, serve_lines
from kds.web.api.fields import Lines
from kds.web.routes import PREFIX, Get, Post


class ServedBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The lines that came to their table."""

    lines: Lines


class CarriedBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The lines that somebody carries; `back`: nobody does after all."""

    lines: Lines
    back: bool = False


class HeldBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The lines that are meant; none means all of the ticket."""

    lines: Lines = ()


class ForwardBody(Struct, frozen=True, forbid_unknown_fields=True):
    """`front`: before all others; else in its turn again."""

    front: bool = True


ROUTES: tuple[Post | Get, ...] = (
    Post(
        path=f"{PREFIX}/lines/serve",
        summary="These lines are at their table; those that cannot be are left as they are",
        deed=serve_lines.DEED,
        body=ServedBody,
    ),
    Post(
        path=f"{PREFIX}/lines/hand-over",
        summary="Somebody carries these lines, which are done, to their table",
        deed=hand_to_runner.DEED,
        body=CarriedBody,
    ),
    Post(
        path=f"{PREFIX}/tickets/{{ticket}}/hold",
        summary="What was fired of a ticket, or of some lines of it, and nobody has begun is held again",
        deed=hold_ticket.DEED,
        body=HeldBody,
    ),
    Post(
        path=f"{PREFIX}/sessions/{{session}}/front",
        summary="Make all that a party waits for before all else, or in its turn again",
        deed=put_forward.DEED,
        body=ForwardBody,
    ),
)

"""Whether a pass still opens anything, and what: the table, and the party that its guest is of (law 10)."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from kds.core.floor.model import Session
from kds.core.parties import age, current, last_over, newest_over, running_at
from kds.core.state import State
from kds.core.types import GuestChannel, Ms, Name
from kds.storage.tokens import Token
from kds.web.guests.passes import Pass

FRESH_MS: Ms = 30 * 60_000
"""For so long whoever has scanned a table's code is taken for the guest who sits down there next."""

Why = Literal["closed", "over", "stale", "shared", "table_gone"]

WHY_NOT: dict[Why, Name] = {
    "closed": Name(zh="手机点餐没有开通", en="Ordering by phone is switched off"),
    "over": Name(zh="这桌已经结束，谢谢光临", en="This visit is over. Thank you for coming"),
    "stale": Name(zh="请再扫一次桌上的二维码", en="Please scan the code on the table again"),
    "shared": Name(
        zh="这桌有几拨客人，请向服务员要您这一拨的二维码", en="Several parties share this table: ask for your own code"
    ),
    "table_gone": Name(zh="这张桌卡已经失效", en="This card is not valid any more"),
}


class Visit(NamedTuple):
    """What a pass is good for now. `party` is None for who has sat down first, and orders for a new party.

    `channel` is by what they order: on a phone, or on a device of the house, which has a `device` token of its own.
    """

    held: Pass
    party: Session | None
    table: str | None
    device: Token | None = None

    @property
    def channel(self) -> GuestChannel:
        """By what they order."""
        return "scan" if self.device is None or self.device.channel is None else self.device.channel

    @property
    def token(self) -> Token:
        """As whom the guest speaks: of this party alone, or for this table alone."""
        session = None if self.party is None else self.party.session
        if self.device is not None:
            return msgspec.structs.replace(self.device, party=session)
        held = self.held
        return Token(held.guest, "guest", GUEST_NAME, self.table, held.made_at, channel="scan", party=session)

    @property
    def cart(self) -> str:
        """Whose cart it is that the phone shares."""
        if self.party is not None:
            return self.party.session
        return key_of_table(self.table) if self.table else f"device {self.held.guest}"


GUEST_NAME = "@guest"
"""What the token of a pass is called, which is kept nowhere."""


def key_of_table(table: str) -> str:
    """Of the cart that is filled at a table before its party is known."""
    return f"table {table}"


def visit_of(state: State, held: Pass, now: Ms) -> Visit | Why:
    """What it opens, with the pass that says so from now on; or why it opens nothing."""
    house = state.day.house.value
    if house is None or not house.guests_order:
        return "closed"
    if held.session:
        party = current(state, held.session)
        if party is None or party.state != "open":
            return "over"
        return Visit(held, party, party.table)
    return _at_table(state, held, now)


def _at_table(state: State, held: Pass, now: Ms) -> Visit | Why:
    """For who was there before their party: they are of the one that sat down there since."""
    if held.table not in state.floor.tables:
        return "table_gone"
    if not 0 <= now - held.made_at <= FRESH_MS:
        return "stale"
    if newest_over(state, held.table) > held.seq:
        return "stale"  # a visit that began after the scan has ended there: it may have been theirs
    running = running_at(state, held.table)
    if not running:
        return Visit(held, None, held.table)
    if len(running) > 1:
        return "shared"
    if age(running[0].session) <= held.seq:
        return "stale"  # it sat elsewhere then
    return Visit(replace(held, session=running[0].session), running[0], held.table)


def visit_at(state: State, device: Token, now: Ms) -> Visit | Why:
    """What a device of the house is good for now, which guests order on: the party at its table, or whoever comes.

    It is another visit once a party is over: what was chosen before is nobody's any more. Who has paid and still sits
    there begins anew: the next guests may sit there already, and nobody is to see what is not theirs. That guests do
    not order by their own phones says nothing of the devices of the house.
    """
    if state.day.house.value is None:
        return "closed"
    table = device.table
    if table is None:
        return Visit(Pass(device.id, "", now), None, None, device)
    if table not in state.floor.tables:
        return "table_gone"
    running = running_at(state, table)
    if len(running) > 1:
        return "shared"
    before = last_over(state, table)
    held = Pass(f"{device.id}-{before}" if before else device.id, table, now)
    return Visit(held, running[0] if running else None, table, device)

"""The bill: looking at it, paying it, clearing the table."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from kds.core import ids, refusals
from kds.core.codec import decode
from kds.core.floor import clear_session
from kds.core.floor.clear_session import ClearSession, SessionIs
from kds.core.folds import fold
from kds.core.kitchen.bill_view import BillView, bill_view
from kds.core.orders import pay_bill
from kds.core.orders.events import BillOpened
from kds.core.orders.model import Tender
from kds.core.orders.pay_bill import BillIs, PayBill
from kds.core.state import State
from kds.core.types import Refusal, Stamp
from kds.runtime.store import Store
from kds.web.problems import FORBIDDEN, Failed
from kds.web.routes import PREFIX, Asked, Deed, Look, Params, roles

OPENING = 2
"""A bill is opened by the first event of its decision, or by the second where its party is seated with it."""

Amount = Annotated[int, Meta(ge=0, le=1_000_000_000_000, description="In the currency's minor unit.")]


class PayBody(Struct, frozen=True, forbid_unknown_fields=True):
    """So much money in one tender; 0 closes a bill on which nothing is due."""

    tender: Tender
    amount_minor: Amount


class NoBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing, or an empty object."""


def to_pay(body: PayBody, params: Params) -> PayBill:
    """The payment that the body asks for."""
    return PayBill(bill=params["bill"], tender=body.tender, amount_minor=body.amount_minor)


def to_clear(body: NoBody, params: Params) -> ClearSession:
    """The clearing of the session in the path."""
    return ClearSession(session=params["session"])


async def read_bill(asked: Asked) -> bytes:
    """A bill that is alive, or for the staff also one of days gone by, from the ledger."""
    store, bill_id = asked.store, asked.params["bill"]
    await store.settled()
    bill = store.state.orders.bills.get(bill_id)
    if bill is not None:
        _may_see(asked, store.state, bill.session)
        return msgspec.json.encode(bill_view(store.state, bill, store.now()))
    if asked.token.role == "guest":
        raise Failed(FORBIDDEN)
    state = await _of_the_past(store, bill_id)
    return msgspec.json.encode(bill_view(state, state.orders.bills[bill_id], store.now()))


def _may_see(asked: Asked, state: State, session_id: str) -> None:
    token = asked.token
    if token.role != "guest":
        return
    session = state.floor.sessions[session_id]
    if token.table is None or session.table != token.table or session.state != "open":
        raise Failed(FORBIDDEN)


async def _of_the_past(store: Store, bill_id: str) -> State:
    """A state that holds the bill's party and nothing else. Refused: unknown_bill."""
    born = ids.birth(bill_id)
    if born is None or not ids.is_past(bill_id, "B", store.state.seq):
        raise Refusal(refusals.UNKNOWN_BILL, bill=bill_id)
    for stored in await store.ledger.read(born - 1, OPENING):
        event = decode(stored.type, stored.version, stored.data)
        if isinstance(event, BillOpened) and event.bill == bill_id:
            return await _folded(store, event.session)
    raise Refusal(refusals.UNKNOWN_BILL, bill=bill_id)


async def _folded(store: Store, session: str) -> State:
    state = State()
    for stored in await store.ledger.read_session(session):
        event = decode(stored.type, stored.version, stored.data)
        fold(state, event, Stamp(stored.seq, stored.at, stored.actor))
    return state


ROUTES = (
    Deed(
        path=f"{PREFIX}/bills/{{bill}}/pay",
        summary="Take money for a bill; the last of it closes the bill",
        roles=roles("waiter", "manager", "integration"),
        body=PayBody,
        command=to_pay,
        answer=BillIs,
        refusals=(pay_bill.NOTHING_DUE, pay_bill.OVERPAID, refusals.BILL_CLOSED, refusals.UNKNOWN_BILL),
    ),
    Look(
        path=f"{PREFIX}/bills/{{bill}}",
        summary="A bill with its lines and their clocks",
        roles=roles("guest", "waiter", "manager", "integration"),
        read=read_bill,
        answer=BillView,
        refusals=(refusals.UNKNOWN_BILL,),
    ),
    Deed(
        path=f"{PREFIX}/sessions/{{session}}/clear",
        summary="Clear the table: the party has paid and left",
        roles=roles("waiter", "manager"),
        body=NoBody,
        command=to_clear,
        answer=SessionIs,
        refusals=(clear_session.BILL_UNPAID, refusals.SESSION_ENDED, refusals.UNKNOWN_SESSION),
    ),
)

"""Who shares which cart: phones come and go, what one writes the others see, and what is ordered leaves the cart.

phone ──hello, put──▶ Cart ──news──▶ the phones of its table
commit ──▶ what was ordered has left; who sits down at the table takes its cart along; who has left has none
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from kds.core.floor.events import (
    SeatAsked,
    SeatDeclined,
    SessionCleared,
    SessionMerged,
    SessionMoved,
    SessionOpened,
    SessionUnmerged,
)
from kds.core.journal import Touched
from kds.core.orders.events import RoundPlaced
from kds.core.text import TextRule, Unfit, clean_text
from kds.core.types import Event, Ms
from kds.feed.hub import NOTHING_THERE
from kds.feed.parts import Concerned
from kds.feed.subscriber import Frame, Subscriber, WriteNow
from kds.runtime.messages import Committed
from kds.runtime.store import Store
from kds.web.guests import messages
from kds.web.guests.carts import Cart, CartLine
from kds.web.guests.messages import NAME_MOST, NOW, NOW_ALL, OVER
from kds.web.guests.sharers import NOWHERE, OF_A_CART, OF_A_GUEST, PHONES_MOST, Opens, Phone, TooManyPhones
from kds.web.guests.visits import key_of_table

CARTS_MOST = 2_000
"""Carts that are remembered; the one that was touched longest ago goes, of those at which nobody is."""
BEAT_S = 10.0
AWAY_MS: Ms = 120_000
"""What somebody has chosen at a table that has not ordered stays there for so long after their phone has gone."""
CALLED = TextRule(NAME_MOST, required=False)


class SharedCarts:
    """The carts of a house."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._carts: dict[str, Cart] = {}
        self._phones: defaultdict[str, set[Phone]] = defaultdict(set)
        self._count = 0
        self._away: dict[tuple[str, str], Ms] = {}
        """(a table's cart, a guest) → since when no phone of theirs is there."""
        self._concerned = Concerned(store.state)
        self._task: asyncio.Task[None] | None = None
        store.listeners.follow(self._committed)

    @property
    def phones(self) -> int:
        """How many are there."""
        return self._count

    def cart(self, key: str) -> Cart:
        """The cart of that key, which may be empty."""
        found = self._carts.pop(key, None) or Cart()
        self._carts[key] = found
        found.touched_at = self._store.now()
        if len(self._carts) > CARTS_MOST:
            idle = next((each for each in self._carts if not self._phones.get(each)), None)
            if idle is not None:
                del self._carts[idle]
        return found

    def join(self, key: str, guest: str, write_now: WriteNow, opens: Opens) -> Phone:
        """A phone comes, and hears of the cart from now on. Raises `TooManyPhones`."""
        self.forget_away()
        there = self._phones.get(key, set())
        own = sum(each.guest == guest for each in there)
        if self._count >= PHONES_MOST or len(there) >= OF_A_CART or own >= OF_A_GUEST:
            raise TooManyPhones
        phone = Phone(key, guest, Subscriber(self._store.clock.monotonic, write_now), opens)
        self._phones[key].add(phone)
        self._count += 1
        self._away.pop((key, guest), None)
        self._store.listeners.watch(self._touched)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._beats())
        return phone

    def leave(self, phone: Phone) -> None:
        """It has gone."""
        there = self._phones[phone.key]
        there.discard(phone)
        self._count -= 1
        if not phone.is_nowhere and not any(each.guest == phone.guest for each in there):
            self._away[phone.key, phone.guest] = self._store.now()
            cart = self._carts.get(phone.key)
            if cart is not None and not any(each.guest == phone.guest for each in cart.lines):
                cart.guests.pop(phone.guest, None)
        if not there:
            del self._phones[phone.key]
        if not self._count:
            self._store.listeners.unwatch(self._touched)

    def hello(self, phone: Phone, name: str, lines: Sequence[CartLine]) -> None:
        """A phone says all that it knows; it is told the whole cart, and the others what was news to them.

        Called while the state is settled, as `put` is.
        """
        if phone.is_nowhere:
            return
        cart = self.cart(phone.key)
        cart.elsewhere.discard(phone.guest)
        renamed = self._called(cart, phone.guest, name)
        news = self._taken(phone, cart, lines)
        phone.subscriber.say(messages.whole(cart))
        if news or renamed:
            self._tell(phone.key, messages.news(cart, news), but=phone)

    def put(self, phone: Phone, lines: Sequence[CartLine]) -> None:
        """A phone has written lines; it hears of those that do not stand as it wrote them."""
        if phone.is_nowhere:
            return
        cart = self.cart(phone.key)
        own = [each for each in lines if each.by == phone.guest]
        news = self._taken(phone, cart, own)
        if news:
            self._tell(phone.key, messages.news(cart, news), but=phone)
        other = [known for each in lines if (known := cart.line(each.id)) is not None and known != each]
        untaken = [each.id for each in own if cart.line(each.id) is None]
        if other or len(own) < len(lines):
            phone.subscriber.say(messages.whole(cart))
        if untaken:
            phone.subscriber.say(messages.full(untaken))
        late = [each.id for each in other if each.gone == "sent"]
        if late:
            phone.subscriber.say(messages.late(late))

    def name(self, phone: Phone, name: str) -> None:
        """Somebody is called so from now on."""
        if phone.is_nowhere:
            return
        cart = self.cart(phone.key)
        if self._called(cart, phone.guest, name):
            self._tell(phone.key, messages.news(cart, ()), but=None)

    def _called(self, cart: Cart, guest: str, name: str) -> bool:
        try:
            clean = clean_text(name, CALLED)
        except Unfit:
            clean = ""
        if cart.guests.get(guest) == clean:
            return False
        cart.guests[guest] = clean
        return True

    def _taken(self, phone: Phone, cart: Cart, lines: Iterable[CartLine]) -> list[CartLine]:
        """The lines that were news. What is sent the ledger knows, whatever a phone says of it."""
        news = list[CartLine]()
        for each in lines:
            if each.guest in cart.elsewhere:
                continue
            if self._is_ordered(phone.key, each.id):
                each = replace(each, gone="sent", chosen=None)
            elif each.gone == "sent":
                continue
            if cart.put(each):
                news.append(each)
        return news

    def _is_ordered(self, key: str, line: str) -> bool:
        """Whether the party has that line, or one that was merged into it."""
        state = self._store.state
        return any((each, line) in state.orders.line_ids for each in (key, *state.floor.merged[key]))

    def _committed(self, events: Sequence[Committed]) -> None:
        for each in events:
            self._follow(each.event)

    def _follow(self, event: Event) -> None:
        if isinstance(event, RoundPlaced):
            self._ordered(event)
        elif isinstance(event, SessionOpened):
            if event.table is not None:
                self._move(key_of_table(event.table), event.session)
        elif isinstance(event, (SessionMoved, SeatAsked, SeatDeclined)):
            self._tell(key_of_table(event.table), NOW, but=None)
        elif isinstance(event, SessionMerged):
            self._move(event.session, event.into)
        elif isinstance(event, SessionUnmerged):
            self._look_again(event.out_of)
        elif isinstance(event, SessionCleared):
            self._end(event.session)

    def _ordered(self, event: RoundPlaced) -> None:
        for key in dict.fromkeys((event.session, event.round.session)):
            cart = self._carts.get(key)
            gone = [] if cart is None else [left for each in event.lines if (left := cart.sent(each.id)) is not None]
            if cart is not None and gone:
                self._tell(key, messages.news(cart, gone), but=None)

    def _move(self, old: str, new: str) -> None:
        """The cart goes to a party, with the phones that share it; what is not of that party goes nowhere."""
        self._look_again(old, new)
        cart, phones = self._carts.pop(old, None), self._phones.pop(old, set())
        if cart is not None:
            self.cart(new).merge(cart)
        for each in phones:
            each.key = new
        self._phones[new] |= phones
        if not self._phones[new]:
            del self._phones[new]
        elif cart is not None:
            self._tell(new, messages.whole(self.cart(new)), but=None)

    def _look_again(self, key: str, new: str = "") -> None:
        """Whose cart those share who shared this one; who shares `new` by now is left to the caller.

        Whose visit is over hears no more of it. Who is of another party takes along what they have chosen.
        """
        changed = [(each, each.opens()) for each in self._phones.get(key, ())]
        for phone, now in changed:
            if now is None:
                self._dismiss(phone)
            elif now not in (key, new):
                self._carry(phone, now)
        if not self._phones.get(key):
            self._phones.pop(key, None)

    def _dismiss(self, phone: Phone) -> None:
        """It hears that its visit is over, and nothing after; where nobody has ordered its lines go with it."""
        if phone.key.startswith(key_of_table("")):
            self.cart(phone.key).drop_of(phone.guest)
        self._phones[phone.key].discard(phone)
        phone.key = NOWHERE
        phone.subscriber.offer(Frame(OVER))
        phone.subscriber.close(NOTHING_THERE)

    def _carry(self, phone: Phone, key: str) -> None:
        """To the cart of another party, with what they have chosen themselves."""
        self._phones[phone.key].discard(phone)
        self.cart(key).take_over(phone.guest, self.cart(phone.key), {each.guest for each in self._phones[key]})
        left, phone.key = phone.key, key
        self._phones[key].add(phone)
        for each in (left, key):
            self._tell(each, messages.whole(self.cart(each)), but=None)

    def _end(self, key: str) -> None:
        """The party has left: nobody hears of it any more."""
        self._carts.pop(key, None)
        self._tell(key, OVER, but=None)
        for each in self._phones.get(key, ()):
            each.subscriber.close(NOTHING_THERE)

    def _touched(self, touched: Touched) -> None:
        """Who shows something that a commit has changed looks again."""
        state = self._store.state
        if touched.of(state.menu.head) or touched.of(state.menu.stock) or touched.of(state.day.house):
            self._tell_all(NOW_ALL)
        for key in self._concerned.parties(touched):
            self._tell(key, NOW, but=None)

    def _tell(self, key: str, text: str, *, but: Phone | None) -> None:
        there, shared = self._phones.get(key), Frame(text)
        for each in there or ():
            if each is not but:
                each.subscriber.offer(shared)

    def _tell_all(self, text: str) -> None:
        shared = Frame(text)
        for there in self._phones.values():
            for each in there:
                each.subscriber.offer(shared)

    async def _beats(self) -> None:
        """While phones are there, tell them that the house lives, and let go of what those chose who have gone."""
        while self._count:
            await asyncio.sleep(BEAT_S)
            self._tell_all(messages.beat(self._store.now()))
            self.forget_away()
            for key in list(self._phones):
                self._look_again(key)
                await asyncio.sleep(0)

    def forget_away(self) -> None:
        """At tables where nobody has ordered, what somebody chose who is not there any more is shown to nobody."""
        over = [each for each, since in self._away.items() if since + AWAY_MS <= self._store.now()]
        for key, guest in over:
            del self._away[key, guest]
            cart = self._carts.get(key)
            if cart is None or not key.startswith(key_of_table("")):
                continue
            if cart.drop_of(guest):
                self._tell(key, messages.whole(cart), but=None)
            if not cart.lines and not self._phones.get(key):
                del self._carts[key]

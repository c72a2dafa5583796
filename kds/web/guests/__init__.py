"""What guests order with by themselves: who they are to the house, their page, and the cart that a table shares."""

from __future__ import annotations

from starlette.routing import BaseRoute, WebSocketRoute

from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.web.contacts import Contacts
from kds.web.guests.cart_socket import CartSockets
from kds.web.guests.entering import PAGE, Entering
from kds.web.guests.guest_page import GuestPage
from kds.web.guests.party_code import PartyCode
from kds.web.guests.sharing import SharedCarts
from kds.web.pages import page_at


def routes(store: Store, tokens: Tokens, entering: Entering, contacts: Contacts) -> list[BaseRoute]:
    """Where codes lead, the page, and the socket of its cart."""
    guest = GuestPage(store, entering, contacts)
    return [
        page_at("/t/{code}", GET=guest.of_table),
        page_at("/v/{code}", GET=guest.of_party),
        page_at("/sessions/{session}/code", GET=PartyCode(store, tokens, entering.passes).show),
        page_at(PAGE, GET=guest.show),
        page_at(f"{PAGE}/menu", GET=guest.menu),
        page_at(f"{PAGE}/now", GET=guest.now),
        page_at(f"{PAGE}/called", GET=guest.called),
        WebSocketRoute(f"{PAGE}/cart", CartSockets(store, entering, SharedCarts(store), contacts).serve),
    ]

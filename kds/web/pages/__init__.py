"""Pages for people: the start page, the walls and how they are paired, and the files they are made with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket

from kds.core.rights import SEE_PARTIES, TILL_PAGES, Right
from kds.feed.bars import KnownBars
from kds.feed.bill import BILL
from kds.feed.cashier import CASHIER
from kds.feed.floor import FLOOR
from kds.feed.hub import Hub
from kds.feed.kitchen_test import KitchenTesting
from kds.feed.sheet import SHEET
from kds.runtime.store import Store
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.measures import Measures
from kds.storage.paint_log import PaintLog
from kds.storage.photos import Photos
from kds.web.approvals import Approvals
from kds.web.contacts import Contacts
from kds.web.grounds import Grounds
from kds.web.pages.accounts import Accounts
from kds.web.pages.approving import Approving
from kds.web.pages.audit import Audit
from kds.web.pages.bar import Bars
from kds.web.pages.cards import Cards
from kds.web.pages.cashier import Cashier
from kds.web.pages.certificate import FILE as CERTIFICATE_FILE
from kds.web.pages.certificate import PATH as CERTIFICATE
from kds.web.pages.certificate import Certificates
from kds.web.pages.changes import Changes
from kds.web.pages.days import Days
from kds.web.pages.deposits import Deposits
from kds.web.pages.design import design as show_design
from kds.web.pages.dish_photos import DishPhotos
from kds.web.pages.drawer import Drawer
from kds.web.pages.floor import Floor
from kds.web.pages.forms import Handler, answered
from kds.web.pages.house.routes import house_routes
from kds.web.pages.invites import Invites
from kds.web.pages.joining import Joining
from kds.web.pages.kitchen_test import KitchenTestPages
from kds.web.pages.known_floor import KnownFloor
from kds.web.pages.live import Live, Needs
from kds.web.pages.live_floor import LiveFloor
from kds.web.pages.menu_deeds import MenuDeeds
from kds.web.pages.menu_editor import MenuEditor
from kds.web.pages.moving import Moving
from kds.web.pages.network import Network
from kds.web.pages.ordering import Ordering
from kds.web.pages.pad import Pad
from kds.web.pages.pairing import Pairing
from kds.web.pages.paper import Paper
from kds.web.pages.pins import Pins
from kds.web.pages.places import Places
from kds.web.pages.practice import Practice
from kds.web.pages.preview import Preview
from kds.web.pages.printing import Printing
from kds.web.pages.replay import ReplayPages
from kds.web.pages.reservations import Reservations
from kds.web.pages.rights import Rights
from kds.web.pages.root import favicon, kiosk, offline, service_worker
from kds.web.pages.screens import Screens
from kds.web.pages.settings import ScreenSettings
from kds.web.pages.setup import Setup
from kds.web.pages.setup_menu import SetupMenu
from kds.web.pages.setup_order import SetupOrder
from kds.web.pages.sign_in import SignIn
from kds.web.pages.sold_out import SoldOut
from kds.web.pages.staff import Staff
from kds.web.pages.start import Start
from kds.web.pages.static import BuiltFiles
from kds.web.pages.table_codes import TableCodes
from kds.web.pages.themes import ThemeSwitch
from kds.web.pages.tiles import Tiles
from kds.web.pages.voids import Voids
from kds.web.pages.where import Where

LiveEndpoint = Callable[[WebSocket], Awaitable[None]]


def routes(
    store: Store,
    tokens: Tokens,
    people: People,
    approvals: Approvals,
    hub: Hub,
    bars: KnownBars,
    photos: Photos,
    contacts: Contacts,
    measures: Measures,
    paints: PaintLog,
    grounds: Grounds | None = None,
    *,
    design: bool = False,
) -> list[BaseRoute]:
    """Every page, the walls' sockets and the static files; `design` adds the page that shows all parts of them, and
    `grounds` those of practising.
    """
    ordering = Ordering(store, tokens)
    pins, tiles = Pins(store, people), Tiles(store, people)
    pad, approving = Pad(store, tokens, pins, tiles), Approving(store, tokens, approvals, pins, tiles)
    sign_in = SignIn(store, tokens, pad)
    testing, places = KitchenTesting(store, tokens, hub, bars), Places()
    start, tests = Start(store, tokens, people, hub, bars, testing), KitchenTestPages(store, tokens, testing)
    floor, days, printing = Floor(store, tokens, people, hub), Days(store, tokens, people), Printing(store, tokens)

    return [
        page_at("/", GET=start.show),
        page_at("/acknowledge", POST=start.acknowledge),
        page_at("/kitchen-test", POST=tests.begin),
        page_at("/kitchen-test/end", POST=tests.end),
        *_of_paper(Paper(store, tokens)),
        page_at("/order", GET=ordering.show),
        page_at("/order/menu", GET=ordering.menu),
        page_at("/order/now", GET=ordering.now),
        page_at("/sign-in", GET=sign_in.show, POST=sign_in.enter),
        page_at("/sign-in/pin", POST=pad.enter),
        page_at("/sign-in/here", GET=pad.here, POST=pad.here),
        page_at("/sign-out", POST=sign_in.leave),
        page_at("/approvals", GET=approving.people, POST=approving.approve),
        *_of_codes(store, tokens, people, bars),
        *_of_network(Network(store, tokens, people, bars, contacts, measures)),
        *_of_screens(store, tokens, hub),
        page_at("/floor", GET=floor.map),
        page_at("/floor/known", GET=KnownFloor(store, tokens).show),
        page_at("/reservations", GET=Reservations(store, tokens).show),
        page_at("/sold-out", GET=SoldOut(store, tokens).show),
        page_at("/sessions/{session}", GET=floor.sheet),
        page_at("/sessions/{session}/slip", GET=printing.slip),
        page_at("/bills/{bill}/print", GET=printing.bill),
        page_at("/menu/print", GET=printing.menu),
        page_at("/cashier", GET=Cashier(store, tokens, hub).show),
        page_at("/drawer", GET=Drawer(store, tokens, people).show),
        page_at("/deposits", GET=Deposits(store, tokens, people).show),
        page_at("/accounts", GET=Accounts(store, tokens, people).show),
        page_at("/days", GET=days.list),
        page_at("/days/{business_day}", GET=days.show),
        page_at("/replay", GET=ReplayPages(store, tokens, paints, people).show),
        *_of_managers(store, tokens, people, hub, photos),
        *([] if grounds is None else _of_practising(Practice(store, tokens, grounds))),
        *([page_at("/design", GET=show_design)] if design else []),
        *_live(Needs(store, tokens, hub, places, contacts, testing, paints), bars),
        Route("/favicon.ico", favicon, methods=["GET"]),
        Route("/kiosk.html", kiosk, methods=["GET"]),
        Route("/sw.js", service_worker, methods=["GET"]),
        page_at("/offline", GET=offline),
        Mount("/static", BuiltFiles()),
    ]


def _of_screens(store: Store, tokens: Tokens, hub: Hub) -> list[BaseRoute]:
    """A screen, how it is set, and what is looked at beside its board."""
    settings, cards = ScreenSettings(store, tokens), Cards(store, tokens, hub)
    return [
        page_at("/screens/move", POST=Moving(store, tokens, hub).move),
        page_at("/screens/{screen}/preview", GET=Preview(store, tokens).show),
        page_at("/screens/{screen}/settings", GET=settings.show, POST=settings.set),
        page_at("/screens/{screen}/tickets/{ticket}", GET=cards.ticket),
        page_at("/screens/{screen}/recalls", GET=cards.recalls),
        page_at("/screens/{screen}/batches", GET=cards.batches),
        page_at("/screens/{screen}", GET=Screens(store, tokens, hub).show),
    ]


def _of_paper(paper: Paper) -> list[BaseRoute]:
    """The kitchen's printers, and what is printed by hand."""
    return [
        page_at("/paper", GET=paper.show),
        page_at("/paper/kitchen", POST=paper.kitchen),
        page_at("/paper/tickets/{ticket}", POST=paper.ticket),
        page_at("/paper/jobs/{job}/again", POST=paper.again),
        page_at("/paper/jobs/{job}/printed", POST=paper.printed),
        page_at("/paper/printers/{printer}/test", POST=paper.test),
    ]


def _live(needs: Needs, bars: KnownBars) -> list[BaseRoute]:
    """The sockets of what is shown live."""

    def of_floor(kind: str = FLOOR, param: str = "", right: Right = SEE_PARTIES) -> LiveEndpoint:
        return LiveFloor(needs, kind=kind, param=param, right=right).serve

    return [
        WebSocketRoute("/screens/{screen}/live", Live(needs).serve),
        WebSocketRoute("/screens/{screen}/bar", Bars(needs, bars).serve),
        WebSocketRoute("/floor/live", of_floor()),
        WebSocketRoute("/sessions/{session}/live", of_floor(SHEET, "session")),
        WebSocketRoute("/cashier/live", of_floor(CASHIER, right=TILL_PAGES)),
        WebSocketRoute("/bills/{bill}/live", of_floor(BILL, "bill", TILL_PAGES)),
    ]


def _of_codes(store: Store, tokens: Tokens, people: People, bars: KnownBars) -> list[BaseRoute]:
    """What is paired by a code, and what tables have."""
    invites, codes, certificates = Invites(), TableCodes(store, tokens), Certificates(tokens)
    pairing = Pairing(store, tokens, people, bars, invites)
    return [
        page_at("/screens", GET=pairing.wait),
        page_at("/screens/code", POST=pairing.ask),
        page_at("/screens/claim", POST=pairing.claim),
        page_at("/screens/unpair", POST=pairing.unpair),
        page_at("/screens/pair", GET=pairing.desk, POST=pairing.pair),
        page_at("/screens/join/{invite}", GET=Joining(store, tokens, invites).join),
        page_at("/tables/codes", GET=codes.show, POST=codes.do),
        page_at(CERTIFICATE, GET=certificates.show),
        page_at(CERTIFICATE_FILE, GET=certificates.file),
    ]


def _of_network(network: Network) -> list[BaseRoute]:
    """What an installer looks at."""
    return [
        page_at("/network", GET=network.show),
        page_at("/network/measure", GET=network.measure, POST=network.note),
        page_at("/network/echo", GET=network.echo),
    ]


def _of_managers(store: Store, tokens: Tokens, people: People, hub: Hub, photos: Photos) -> list[BaseRoute]:
    """What leads and sets up the house: its set-up, its menu, its people and what they did."""
    setup, menu = Setup(store, tokens, people), MenuEditor(store, tokens)
    setup_menu, setup_order = SetupMenu(store, tokens, setup), SetupOrder(store, tokens, setup)
    pictures = DishPhotos(store, tokens, photos)
    staff, deeds = Staff(store, tokens, people), MenuDeeds(store, tokens)
    audit, changes = Audit(store, tokens, people), Changes(store, tokens, people, hub)
    themes = ThemeSwitch(store, tokens)
    return [
        page_at("/setup", GET=setup.begin),
        page_at("/setup/menu", GET=setup.show, POST=setup_menu.do),
        page_at("/setup/menu/file", POST=setup_menu.file),
        page_at("/setup/order", GET=setup_order.show, POST=setup_order.do),
        page_at("/setup/{step}", GET=setup.show, POST=setup.do),
        page_at("/menu", GET=menu.whole),
        page_at("/menu/photos", POST=pictures.add),
        page_at("/photos/{photo}/{size}", GET=pictures.show),
        page_at("/menu/hours", GET=deeds.hours, POST=deeds.change_hours),
        page_at("/menu/categories/{category}", POST=deeds.category),
        page_at("/menu/dishes/{dish}", GET=menu.show, POST=menu.save),
        page_at("/where", GET=Where(store, tokens, hub).show),
        page_at("/themes", GET=themes.show, POST=themes.switch),
        page_at("/menu/dishes/{dish}/move", POST=deeds.move),
        page_at("/menu/dishes/{dish}/stock", POST=deeds.stock),
        page_at("/changes", GET=changes.list),
        page_at("/changes/undo", POST=changes.undo),
        page_at("/changes/{draft}", GET=changes.show, POST=changes.do),
        *house_routes(store, tokens, hub, photos, page_at),
        page_at("/people", GET=staff.show, POST=staff.add),
        page_at("/people/codes/revoke", POST=staff.revoke),
        page_at("/people/{person}", POST=staff.change),
        page_at("/people/{person}/pin", POST=staff.pin),
        page_at("/people/{person}/leave", POST=staff.leave),
        page_at("/people/{person}/erase", POST=staff.erase),
        page_at("/rights", GET=Rights(store, tokens).show),
        page_at("/audit", GET=audit.show),
        page_at("/audit/export", GET=audit.export),
        page_at("/voids", GET=Voids(store, tokens, people).show),
    ]


def _of_practising(practice: Practice) -> list[BaseRoute]:
    return [
        page_at("/practice", GET=practice.show, POST=practice.begin),
        page_at("/practice/exercise", POST=practice.exercise),
        page_at("/practice/leave", POST=practice.leave),
        page_at("/practice/panel", GET=practice.panel),
    ]


def page_at(path: str, **handlers: Handler) -> Route:
    """The route of a page, whose faults are told on a page."""
    by_method = {method: answered(handler) for method, handler in handlers.items()}

    async def answer(request: Request) -> Response:
        return await by_method["GET" if request.method == "HEAD" else request.method](request)

    return Route(path, answer, methods=list(handlers))

"""How a phone comes in: it scans the code of a table or of a party, and gets a pass for what that is now.

/t/{code} of a table ──▶ the only party that sits there, or whoever sits down next
/v/{code} of a party ──▶ that party, until it has left
"""

from __future__ import annotations

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from kds.core.parties import current, running_at
from kds.core.types import Name
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.table_codes import table_codes
from kds.storage.tokens import Token, is_for_guests, is_table_code
from kds.web.auth import of_browser
from kds.web.guests.passes import PASS, Pass, Passes
from kds.web.guests.visits import WHY_NOT, Visit, Why, visit_at, visit_of
from kds.web.pace import Pace
from kds.web.pages.access import peer_of
from kds.web.pages.forms import see
from kds.web.pages.respond import page
from kds.web.problems import VISIT_OVER, Failed

PAGE = "/guest"
PASS_S = 24 * 3600
"""How long a browser keeps a pass, which is good for one visit."""
CODE_GONE = Name(zh="这张桌卡已经失效", en="This card is not valid any more")
ASK_OWN = Name(zh="请向服务员要您这一拨的二维码", en="Please ask the staff for the code of your party")
ASK_MENU = Name(
    zh="请叫服务员点餐，也可以看店里的纸质菜单", en="Please ask the staff to take your order; they have a menu on paper"
)
ALSO_STAFF = Name(
    zh="也可以找服务员点餐，店里有纸质菜单", en="You can also order with the staff; they have a menu on paper"
)
ASK_STAFF = Name(zh="请叫服务员", en="Please ask the staff")
TOKEN = "tok_"


class Entering:
    """Passes: who gets one, and what the one of a request opens."""

    def __init__(self, store: Store, tokens: Tokens, passes: Passes, pace: Pace) -> None:
        self._store = store
        self._tokens = tokens
        self.passes = passes
        self.pace = pace

    def held(self, connection: HTTPConnection) -> Pass | None:
        """The pass that a request brings."""
        return self.passes.read(connection.cookies.get(PASS, ""))

    def device(self, connection: HTTPConnection) -> Token | None:
        """The device of the house that sends this, where it is one on which guests order."""
        found = of_browser(self._tokens, connection.cookies)
        return found if found is not None and is_for_guests(found) else None

    def visit(self, connection: HTTPConnection) -> Visit | Why | None:
        """What the pass of a request opens now, or why nothing; None where it has none."""
        state, now = self._store.state, self._store.now()
        device = self.device(connection)
        if device is not None:
            return visit_at(state, device, now)
        held = self.held(connection)
        return None if held is None else visit_of(state, held, now)

    def again(self, connection: HTTPConnection, visit: Visit) -> Visit | None:
        """What the socket of a visit opens now; None where that is nothing any more, or another visit."""
        if visit.device is not None:
            found = self.visit(connection)
        else:
            # What the cookie said when the socket was opened, a pass has learned since: whose it is.
            found = visit_of(self._store.state, visit.held, self._store.now())
        return found if isinstance(found, Visit) and found.held.guest == visit.held.guest else None

    def token(self, request: Request, visit: str) -> Token | None:
        """As whom a page speaks that is of this `visit`; None where it has no pass.

        Fails with visit_over: the pass opens nothing any more, or the page is of a visit before (law 10).
        """
        found = self.visit(request)
        if found is None:
            return None
        if isinstance(found, str):
            raise Failed(VISIT_OVER, why_zh=WHY_NOT[found].zh, why_en=WHY_NOT[found].en)
        if found.held.guest != visit:
            raise Failed(VISIT_OVER, why_zh=WHY_NOT["over"].zh, why_en=WHY_NOT["over"].en)
        return found.token

    def refused(self, request: Request, why: Name, status: int, table: str = "") -> Response:
        """A page that says in both languages why a code opens nothing, and what to do instead."""
        asks = ASK_MENU if self._store.state.menu.dishes else ASK_STAFF
        return page(request, "table_scanned/page.html", status, table=table, said=why, asks=asks)

    async def of_table(self, request: Request) -> Visit | Response:
        """What the code of a table opens, with the pass that it gives; or what is said instead."""
        self._scanned(request)
        await self._store.readable()
        state, wanted = self._store.state, TOKEN + request.path_params["code"]
        code = next((each for each in table_codes(self._tokens).values() if each.id == wanted), None)
        if code is None or not is_table_code(code) or code.table not in state.floor.tables or code.table is None:
            return self.refused(request, CODE_GONE, 404)
        house = state.day.house.value
        if house is None or not house.guests_order or not state.menu.dishes:
            return self.refused(request, WHY_NOT["closed"], 403, code.table)
        if house.code_a_visit:
            return self.refused(request, ASK_OWN, 403, code.table)
        running = running_at(state, code.table)
        if len(running) > 1:
            return self.refused(request, WHY_NOT["shared"], 409, code.table)
        return self._entered(request, code.table, running[0].session if running else "")

    async def of_party(self, request: Request) -> Visit | Response:
        """The same of the code of one party."""
        self._scanned(request)
        await self._store.readable()
        session = self.passes.session_of(request.path_params["code"])
        if session is None:
            return self.refused(request, CODE_GONE, 404)
        house, party = self._store.state.day.house.value, current(self._store.state, session)
        if house is None or not house.guests_order:
            return self.refused(request, WHY_NOT["closed"], 403)
        if party is None or party.state != "open":
            return self.refused(request, WHY_NOT["over"], 410)
        return self._entered(request, party.table or "", session)

    def _scanned(self, request: Request) -> None:
        """Count it: for the phone, or where that is new, for its address. Fails with too_often."""
        visit = self.visit(request)
        if isinstance(visit, Visit):
            self.pace.read(visit.token)
        else:
            self.pace.scanned(peer_of(request))

    def _entered(self, request: Request, table: str, session: str) -> Visit | Response:
        """By the pass that the phone has if it is for the same, else by a new one. Devices of the house have none."""
        if self.device(request) is not None:
            return see(PAGE)
        before, state, now = self.visit(request), self._store.state, self._store.now()
        if isinstance(before, Visit) and before.table == table and before.held.session == session:
            return before
        visit = visit_of(state, self.passes.issue(table, session, now, state.seq), now)
        return visit if isinstance(visit, Visit) else self.refused(request, WHY_NOT[visit], 403, table)


def keep(request: Request, response: Response, passes: Passes, held: Pass) -> None:
    """Let the browser keep a pass, where no script can read it."""
    secure = request.url.scheme == "https"
    response.set_cookie(PASS, passes.written(held), max_age=PASS_S, httponly=True, samesite="lax", secure=secure)

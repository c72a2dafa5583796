"""All settings as one file: downloaded at /settings/export, taken over at /settings/import once it was looked at."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kds.core.rights import SETTINGS
from kds.core.types import Name, Refusal
from kds.ops.house_file.commands import Tried, tried
from kds.ops.house_file.differences import Difference, How, differences
from kds.ops.house_file.files import BadFile, known, read, write
from kds.ops.house_file.hidden import NOTHING_HIDDEN, Hidden, hidden_by
from kds.ops.house_file.reading import HouseFile
from kds.ops.house_file.row import Sheets
from kds.ops.house_file.rows import KINDS, Rows, of_state
from kds.runtime.messages import Sender
from kds.storage.tokens import Token
from kds.web import wire
from kds.web.auth import own_page, who
from kds.web.pages import errors
from kds.web.pages.changing import knowingly
from kds.web.pages.forms import FOREIGN, Fields, person, posted, see
from kds.web.pages.house.forms import Forms
from kds.web.pages.respond import language_of, page

FILE_BYTES = 4 << 20
FORM_BYTES = 24 << 20
"""The same file as a form carries it: escaped, letter by letter."""
FAULTS_SHOWN, SHOWN = 200, 200
SHEETS: dict[str, Name] = {
    "house": Name(zh="店铺", en="The house"),
    "lateness": Name(zh="多久算超时", en="When tickets are late"),
    "tenders": Name(zh="收款方式", en="Tenders"),
    "surcharges": Name(zh="加收", en="Surcharges"),
    "reductions": Name(zh="优惠", en="Reductions"),
    "reason_lists": Name(zh="原因表", en="Lists of reasons"),
    "reasons": Name(zh="原因", en="Reasons"),
    "rounding": Name(zh="现金抹零", en="Rounding of cash"),
    "rights": Name(zh="权限", en="Rights"),
    "areas": Name(zh="区域", en="Areas"),
    "tables": Name(zh="桌台", en="Tables"),
    "stations": Name(zh="档口", en="Stations"),
    "screens": Name(zh="屏幕", en="Screens"),
    "dayparts": Name(zh="餐段", en="Parts of the day"),
    "prices": Name(zh="其他价格", en="Other prices"),
    "routes": Name(zh="分流规则", en="Routing rules"),
    "categories": Name(zh="分类", en="Categories"),
    "dishes": Name(zh="菜品", en="Dishes"),
    "options": Name(zh="做法和加料", en="Options"),
    "soups": Name(zh="锅底口味", en="Soups"),
    "meals": Name(zh="套餐内容", en="Set meals"),
}
"""What each sheet holds, where it has other words than its own name."""
NO_FILE = Name(zh="请先选择文件", en="Choose a file first")
NOT_READ = Name(zh="这个文件读不出来，请重新选择", en="This file cannot be read; choose it again")
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


class SheetSum(NamedTuple):
    """How many rows of a sheet would be new, other, or gone."""

    name: Name
    counts: dict[How, int]


class Files(Forms):
    """The two pages, and what is up- and downloaded there."""

    right = SETTINGS

    async def export(self, request: Request) -> Response:
        """GET /settings/export: the page; `?as=` xlsx or json is the file itself."""
        token = await self._asked(request)
        if isinstance(token, Response):
            return token
        ending = request.query_params.get("as", "")
        if ending not in TYPES:
            return page(request, "house_export/page.html", viewer=token)
        body = await asyncio.to_thread(_written, of_state(self._store.state), ending)
        name = f'attachment; filename="house.{ending}"'
        return Response(
            body, media_type=TYPES[ending], headers={"content-disposition": name, "cache-control": "no-store"}
        )

    async def show(self, request: Request) -> Response:
        """GET /settings/import: where a file is chosen."""
        token = await self._asked(request)
        return token if isinstance(token, Response) else self._import(request, token, {})

    async def upload(self, request: Request) -> Response:
        """POST /settings/import/file: a file as its bytes; answers with its sheets as the form carries them."""
        await person(request, self._store, self._tokens, self.right)
        if not own_page(request):
            return errors.told(request, 403, FOREIGN)
        body = await wire.read_body(request.receive, wire.header(request.scope, b"content-length"), FILE_BYTES)
        try:
            sheets = await asyncio.to_thread(_read, body)
        except BadFile as bad:
            chosen = [each.in_zh if language_of(request) == "zh" else each.in_en for each in bad.faults]
            return PlainTextResponse("\n".join(chosen), 422, headers={"cache-control": "no-store"})
        return PlainTextResponse(msgspec.json.encode(sheets), headers={"cache-control": "no-store"})

    async def take(self, request: Request) -> Response:
        """POST /settings/import: what it would change (`deed` look), or it is taken over, whole or not at all.

        Where nobody would see some dishes then, it is said which, and taken over once that is meant.
        """
        token = await person(request, self._store, self._tokens, self.right)
        fields = await posted(request, FORM_BYTES)
        try:
            sheets = known(msgspec.json.decode(fields.get("sheets", ""), type=Sheets))
        except msgspec.MsgspecError:
            return self._import(request, token, {}, [NOT_READ if fields.get("sheets") else NO_FILE])
        except BadFile as bad:
            return self._import(request, token, fields, bad.faults)
        file = await asyncio.to_thread(HouseFile, sheets)
        await self._store.settled()
        replace = fields.get("replace") == "on"
        try:
            found = tried(self._store.state, file, self._store.now(), who(token), replace=replace, look=True)
            hidden = await hidden_by(self._store.state, found)
            if fields.get("deed") == "take" and found.commands and hidden.is_meant(knowingly(fields)):
                await self._store.submit_together(found.commands[0], found.commands[1:], Sender(who(token)))
                return see("/settings/import?saved=1")
        except BadFile as bad:
            return self._import(request, token, fields, bad.faults)
        except Refusal as refusal:
            return self._import(request, token, fields, [refusal.message()])
        return self._import(request, token, fields, looked=found, hidden=hidden)

    def _import(
        self,
        request: Request,
        token: Token,
        fields: Fields,
        faults: list[Name] | None = None,
        looked: Tried | None = None,
        hidden: Hidden = NOTHING_HIDDEN,
    ) -> Response:
        told = [] if looked is None else differences(looked.before, looked.after)
        return page(
            request,
            "house_import/page.html",
            422 if faults else 200,
            viewer=token,
            said=fields,
            faults=(faults or [])[:FAULTS_SHOWN],
            more_faults=max(0, len(faults or []) - FAULTS_SHOWN),
            looked=looked is not None,
            hidden=hidden,
            sums=sums_of(told),
            told=told[:SHOWN],
            more=max(0, len(told) - SHOWN),
            named=called,
            saved="saved" in request.query_params,
            key=secrets.token_hex(12),
        )


def called(sheet: str) -> Name:
    """What a sheet is called."""
    return SHEETS.get(sheet, Name(zh=sheet, en=sheet))


def sums_of(told: list[Difference]) -> list[SheetSum]:
    """The sheets of which something would change, in the order of the file."""
    counted = Counter([(each.sheet, each.how) for each in told])
    hows: tuple[How, ...] = ("new", "changed", "gone")
    found = [SheetSum(called(sheet), {how: counted[sheet, how] for how in hows}) for sheet in KINDS]
    return [each for each in found if any(each.counts.values())]


def _written(rows: Rows, ending: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"house.{ending}"
        write(path, rows)
        return path.read_bytes()


def _read(body: bytes) -> Sheets:
    """The sheets of a file, which tells by its first bytes what it is. Raises `BadFile`."""
    ending = "xlsx" if body.startswith(b"PK") else "json" if body.lstrip()[:1] in (b"{", b"[") else "toml"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"house.{ending}"
        path.write_bytes(body)
        return read(path)

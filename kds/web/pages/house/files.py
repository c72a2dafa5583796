"""All settings as one file: downloaded at /settings/export, taken over at /settings/import once it was looked at.

With photos it is an archive. Those are kept as soon as it has arrived, before any event names them: what is not taken
over then leaves photos that nobody names, which make room for others.
"""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO, NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from kds.core.rights import MENU, SETTINGS, may
from kds.core.types import Name, Refusal
from kds.ops.house_file import archive
from kds.ops.house_file.differences import Difference, How
from kds.ops.house_file.files import BadFile, known, read, write
from kds.ops.house_file.hidden import NOTHING_HIDDEN
from kds.ops.house_file.looking import Looked, looked
from kds.ops.house_file.row import Sheets
from kds.ops.house_file.rows import KINDS, Rows, of_state
from kds.runtime.apart import apart
from kds.runtime.messages import Sender
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.photos import Photos
from kds.storage.tokens import Token
from kds.web import wire
from kds.web.auth import own_page, who
from kds.web.pages import errors
from kds.web.pages.changing import knowingly
from kds.web.pages.dish_photos import named
from kds.web.pages.forms import FOREIGN, Fields, person, posted, see
from kds.web.pages.house.forms import Forms
from kds.web.pages.respond import language_of, page
from kds.web.problems import TOO_LARGE, Failed

FILE_BYTES = 4 << 20
FORM_BYTES = 24 << 20
"""The same file as a form carries it: escaped, letter by letter."""
PIECE_BYTES = 1 << 20
"""Of an archive so much is written, and sent, at a time."""
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
    "service_lateness": Name(zh="各用餐方式的时限", en="Lateness of services"),
    "themes": Name(zh="时段方案", en="Kitchen themes"),
    "theme_screens": Name(zh="时段方案里的屏幕", en="Screens of themes"),
    "theme_bars": Name(zh="时段方案里的键盘", en="Bump bars of themes"),
    "printers": Name(zh="厨房打印机", en="Kitchen printers"),
    "categories": Name(zh="分类", en="Categories"),
    "dishes": Name(zh="菜品", en="Dishes"),
    "options": Name(zh="做法和加料", en="Options"),
    "soups": Name(zh="锅底口味", en="Soups"),
    "meals": Name(zh="套餐内容", en="Set meals"),
}
"""What each sheet holds, where it has other words than its own name."""
NO_FILE = Name(zh="请先选择文件", en="Choose a file first")
NOT_READ = Name(zh="这个文件读不出来，请重新选择", en="This file cannot be read; choose it again")
LARGE = Name(zh="文件太大，最多4 MB；带照片的ZIP最多512 MB", en="The file is too large; 4 MB at most, 512 MB of a ZIP")
NO_PHOTOS = Name(zh="导入照片需要“改菜单”的权限", en="Photos are taken over by those who may change the menu")
DISK = Name(zh="照片没能存到硬盘上，请再试一次", en="The photos could not be stored on the disk; try again")
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "zip": "application/zip",
}


class SheetSum(NamedTuple):
    """How many rows of a sheet would be new, other, or gone."""

    name: Name
    counts: dict[How, int]


class Files(Forms):
    """The two pages, and what is up- and downloaded there."""

    right = SETTINGS

    def __init__(self, store: Store, tokens: Tokens, photos: Photos) -> None:
        super().__init__(store, tokens)
        self._photos = photos
        self._arriving = asyncio.Lock()
        """One file at a time lies on the disk; who comes meanwhile waits, unread."""

    async def export(self, request: Request) -> Response:
        """GET /settings/export: the page; `?as=` xlsx, json or zip is the file itself, the last one with photos."""
        token = await self._asked(request)
        if isinstance(token, Response):
            return token
        ending = request.query_params.get("as", "")
        if ending not in TYPES:
            return page(request, "house_export/page.html", viewer=token)
        rows = await apart(self._store, of_state)
        headers = {"content-disposition": f'attachment; filename="house.{ending}"', "cache-control": "no-store"}
        if ending == "zip":
            file = await asyncio.to_thread(_archived, rows, self._photos)
            return StreamingResponse(_pieces(file), media_type=TYPES[ending], headers=headers)
        return Response(await asyncio.to_thread(_written, rows, ending), media_type=TYPES[ending], headers=headers)

    async def show(self, request: Request) -> Response:
        """GET /settings/import: where a file is chosen."""
        token = await self._asked(request)
        return token if isinstance(token, Response) else self._import(request, token, {})

    async def upload(self, request: Request) -> Response:
        """POST /settings/import/file: a file as its bytes; answers with its sheets as the form carries them.

        The photos of an archive are kept then: all of them, or none, also where its sheets cannot be read.
        """
        token = await person(request, self._store, self._tokens, self.right)
        if not own_page(request):
            return errors.told(request, 403, FOREIGN)
        async with self._arriving:
            with await asyncio.to_thread(_scratch, self._photos) as file:
                try:
                    await _arrived(request, file)
                    sheets = await self._sheets(file, token)
                except BadFile as bad:
                    return _told(request, 403 if NO_PHOTOS in bad.faults else 422, bad.faults)
                except Failed as failed:
                    return _told(request, failed.cause.status, [LARGE])
                except OSError:
                    return _told(request, 507, [DISK])
        text = await asyncio.to_thread(msgspec.json.encode, sheets)
        return PlainTextResponse(text, headers={"cache-control": "no-store"})

    async def _sheets(self, file: IO[bytes], token: Token) -> Sheets:
        """The sheets of what has arrived. Raises `BadFile`, `OSError`, and `Failed` with too_large."""
        if await asyncio.to_thread(archive.is_archive, file):
            if not may(self._store.state, token.role, MENU):
                raise BadFile([NO_PHOTOS])
            return await archive.take_in(file, self._photos, set(named(self._store.state)))
        return await asyncio.to_thread(_read, file)

    async def take(self, request: Request) -> Response:
        """POST /settings/import: what it would change (`deed` look), or it is taken over, whole or not at all.

        Where nobody would see some dishes then, it is said which, and taken over once that is meant.
        """
        token = await person(request, self._store, self._tokens, self.right)
        fields = await posted(request, FORM_BYTES)
        try:
            sheets = await asyncio.to_thread(_carried, fields.get("sheets", ""))
        except msgspec.MsgspecError:
            return self._import(request, token, {}, [NOT_READ if fields.get("sheets") else NO_FILE])
        except BadFile as bad:
            return self._import(request, token, fields, bad.faults)
        try:
            replace = fields.get("replace") == "on"
            found = await looked(self._store, sheets, who(token), replace=replace, told=True)
            if fields.get("deed") == "take" and found.commands and found.hidden.is_meant(knowingly(fields)):
                await self._store.submit_together(found.commands[0], found.commands[1:], Sender(who(token)))
                return see("/settings/import?saved=1")
        except BadFile as bad:
            return self._import(request, token, fields, bad.faults)
        except Refusal as refusal:
            return self._import(request, token, fields, [refusal.message()])
        missing = await self._photos.missing(found.photos)
        return self._import(request, token, fields, found=found, missing=len(missing))

    def _import(
        self,
        request: Request,
        token: Token,
        fields: Fields,
        faults: list[Name] | None = None,
        found: Looked | None = None,
        missing: int = 0,
    ) -> Response:
        """`missing`: so many photos that dishes would name are not kept here."""
        told = [] if found is None else found.told
        return page(
            request,
            "house_import/page.html",
            422 if faults else 200,
            viewer=token,
            said=fields,
            faults=(faults or [])[:FAULTS_SHOWN],
            more_faults=max(0, len(faults or []) - FAULTS_SHOWN),
            looked=found is not None,
            hidden=NOTHING_HIDDEN if found is None else found.hidden,
            photos=0 if found is None else len(found.photos) - missing,
            missing=missing,
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


def _archived(rows: Rows, photos: Photos) -> IO[bytes]:
    file = _scratch(photos)
    archive.write(file, rows, photos)
    file.seek(0)
    return file


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        while piece := await asyncio.to_thread(file.read, PIECE_BYTES):
            yield piece


def _scratch(photos: Photos) -> IO[bytes]:
    """A file without a name, which is gone when it is closed, or the server killed."""
    return tempfile.TemporaryFile(dir=photos.scratch_folder())


async def _arrived(request: Request, file: IO[bytes]) -> None:
    """Write the body of a request to a file, piece by piece. Fails with too_large, and raises `OSError`."""
    length = wire.header(request.scope, b"content-length")
    held = bytearray()
    async for part in wire.body_parts(request.receive, length, archive.ARCHIVE_BYTES):
        held += part
        if len(held) >= PIECE_BYTES:
            await asyncio.to_thread(file.write, bytes(held))
            held.clear()
    await asyncio.to_thread(file.write, bytes(held))


def _carried(said: str) -> Sheets:
    """The sheets that a form carries. Raises `MsgspecError` and `BadFile`."""
    return known(msgspec.json.decode(said, type=Sheets))


def _told(request: Request, status: int, faults: list[Name]) -> Response:
    chosen = [each.in_zh if language_of(request) == "zh" else each.in_en for each in faults]
    return PlainTextResponse("\n".join(chosen), status, headers={"cache-control": "no-store"})


def _read(file: IO[bytes]) -> Sheets:
    """The sheets of a file, which tells by its first bytes what it is. Raises `BadFile`; fails with too_large."""
    file.seek(0)
    body = file.read(FILE_BYTES + 1)
    if len(body) > FILE_BYTES:
        raise Failed(TOO_LARGE, limit_bytes=FILE_BYTES)
    ending = "xlsx" if body.startswith(b"PK") else "json" if body.lstrip()[:1] in (b"{", b"[") else "toml"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"house.{ending}"
        path.write_bytes(body)
        return read(path)

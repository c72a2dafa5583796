"""A house with the photos of its dishes: a ZIP of house.json and photos/ID.jpg, each photo in its large size.

What is read was made by somebody else: nothing is unpacked before all names, kinds and sizes are as they have to be,
and nothing is unpacked to a path that the archive says.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any, NamedTuple

from kds.core.types import Name
from kds.ops.house_file import files
from kds.ops.house_file.files import BadFile
from kds.ops.house_file.menu_rows import DishRow
from kds.ops.house_file.row import Sheets
from kds.ops.house_file.rows import Rows
from kds.storage.photos import LARGE_BYTES, PHOTOS_MOST, BadPhoto, Photos, small_of

ARCHIVE_BYTES = 512 << 20
UNPACKED_MOST = 1 << 30
MEMBERS_MOST = PHOTOS_MOST + 10
READ_MOST = 4 << 20
"""Bytes that are read at once: the list of what an archive holds is read so, however long it claims to be."""
PIECE_BYTES = 1 << 20
ENDING = ".zip"
HOUSES = ("house.json", "house.xlsx", "house.toml")
FOLDER = "photos/"
MADE = (1980, 1, 1, 0, 0, 0)
"""When everything in an archive was made: the same house gives the same bytes."""
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 1
"""The flag of a member that is."""

_photo = re.compile(r"photos/([0-9a-f]{32})\.jpg").fullmatch
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class Archive(NamedTuple):
    """An archive whose names and sizes are sound: what holds the settings, and the photos by their ids."""

    packed: zipfile.ZipFile
    house: zipfile.ZipInfo
    photos: Mapping[str, zipfile.ZipInfo]


class _Bounded:
    """A file of which nobody reads very much at once."""

    def __init__(self, file: IO[bytes]) -> None:
        self.seek, self.tell, self.seekable, self._file = file.seek, file.tell, file.seekable, file

    def read(self, size: int = -1) -> bytes:
        """Raises `ValueError` where it would be too much."""
        found = self._file.read(READ_MOST + 1 if size < 0 else min(size, READ_MOST + 1))
        if len(found) > READ_MOST:
            raise ValueError("too much at once")
        return found


def is_archive(file: IO[bytes]) -> bool:
    """Whether it is a ZIP, and no workbook, which is one too."""
    file.seek(0)
    try:
        with zipfile.ZipFile(_Bounded(file)) as packed:
            return "[Content_Types].xml" not in packed.namelist()
    except _UNREADABLE:
        return False


async def take_in(file: IO[bytes], photos: Photos, named: Collection[str]) -> Sheets:
    """The sheets of an archive, once all its photos are kept; `named` are the photos that must stay.

    To be called before the event that names them. Where something is wrong with any part of it nothing is kept: raises
    `BadFile`, which names the members. Raises `OSError` where the disk does not take them.
    """
    with opened(file) as archive:
        sheets = await asyncio.to_thread(_sheets, archive)
        faults = await asyncio.to_thread(_photo_faults, archive, photos)
        if faults:
            raise BadFile(faults)
        wanted = {photo: partial(_read, archive.packed, info) for photo, info in archive.photos.items()}
        try:
            await photos.keep(wanted, named)
        except BadPhoto:
            raise BadFile([FULL]) from None
    return sheets


FULL = Name(
    zh="照片已经放满了，请先去掉一些菜的照片，没有导入任何照片",
    en="There is no room for these photos; take some off other dishes. None of them was taken over",
)


@contextmanager
def opened(file: IO[bytes]) -> Iterator[Archive]:
    """An archive, once it is sure that it is sound. Raises `BadFile` with all that is not."""
    file.seek(0)
    try:
        packed = zipfile.ZipFile(_Bounded(file))
    except _UNREADABLE as error:
        raise _whole(f"这不是有效的ZIP文件：{error}", f"This is no valid ZIP file: {error}") from None
    with packed:
        yield _sound(packed)


def _sound(packed: zipfile.ZipFile) -> Archive:
    members = [each for each in packed.infolist() if each.filename != FOLDER]
    if len(members) > MEMBERS_MOST:
        raise _whole(f"压缩包里超过{MEMBERS_MOST}个文件", f"The archive holds more than {MEMBERS_MOST} files")
    count = Counter([each.filename for each in members])
    faults = [fault for each in members if (fault := _fault(each, count)) is not None]
    if faults:
        raise BadFile(faults)
    if sum(each.file_size for each in members) > UNPACKED_MOST:
        raise _whole("压缩包解开以后太大", "The archive is too large once it is unpacked")
    houses = [each for each in members if each.filename in HOUSES]
    if len(houses) != 1:
        them = ", ".join(HOUSES)
        raise _whole(f"压缩包里要有且只有一个：{them}", f"The archive has to hold one of these, and one only: {them}")
    photos = {found[1]: each for each in members if (found := _photo(each.filename))}
    return Archive(packed, houses[0], photos)


def _fault(member: zipfile.ZipInfo, count: Counter[str]) -> Name | None:
    """What is wrong with a member, by its name and what it says of itself."""
    name = member.filename
    if name not in HOUSES and not _photo(name):
        return _of(name, "不认识这个文件，只能有 house.json 和 photos/编号.jpg", f"is not known here; {KNOWN}")
    if count[name] > 1:
        return _of(name, "出现了不止一次", "is there more than once")
    if member.flag_bits & ENCRYPTED:
        return _of(name, "加了密码", "is encrypted")
    if member.compress_type not in PACKED:
        return _of(name, "压缩方式不支持", "is packed in a way that is not read here")
    most = files.BYTES_MOST if name in HOUSES else LARGE_BYTES
    if member.file_size > most:
        return _of(name, f"太大，最多{most >> 20} MB", f"is too large; {most >> 20} MB at most")
    return None


KNOWN = "there can be house.json and photos/ID.jpg alone"


def _of(name: str, zh: str, en: str) -> Name:
    """A fault of a member, whose name may be anything."""
    shown = "".join([each if each.isprintable() else "�" for each in name[:80]]) + ("…" if len(name) > 80 else "")
    return Name(zh=f"{shown}：{zh}", en=f"{shown}: {en}")


def _whole(zh: str, en: str) -> BadFile:
    return BadFile([Name(zh=zh, en=en)])


def _sheets(archive: Archive) -> Sheets:
    name = archive.house.filename
    try:
        body = _read(archive.packed, archive.house)
    except _UNREADABLE:
        raise BadFile([_of(name, *BROKEN)]) from None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(body)
        return files.read(path)


BROKEN = ("读不出来，文件坏了", "cannot be read; it is damaged")


def _photo_faults(archive: Archive, photos: Photos) -> list[Name]:
    """The members that are no photos, or others than their names say; those that are here already are known."""
    found = []
    for photo, info in archive.photos.items():
        try:
            if not photos.has(photo):
                small_of(photo, _read(archive.packed, info))
        except BadPhoto:
            found.append(_of(info.filename, "不是这个编号的照片", "is not the photo of that id"))
        except _UNREADABLE:
            found.append(_of(info.filename, *BROKEN))
    return found


def _read(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A member, which is no longer than it says. Raises one of `_UNREADABLE`."""
    with packed.open(member) as file:
        return b"".join(iter(lambda: file.read(PIECE_BYTES), b""))


def photos_of(rows: Mapping[str, Any]) -> list[str]:
    """The photos that dishes of these rows name, sorted."""
    dishes: list[DishRow] = rows.get("dishes", [])
    return sorted({each.photo for each in dishes if each.photo})


def write(out: IO[bytes], rows: Rows, photos: Photos) -> None:
    """An archive of these rows and of their photos, as far as there are any. To be called in a thread."""
    with zipfile.ZipFile(out, "w") as packed:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / HOUSES[0]
            files.write(path, rows)
            _put(packed, HOUSES[0], path.read_bytes(), zipfile.ZIP_DEFLATED)
        for photo in photos_of(rows):
            if (large := photos.large(photo)) is not None:
                _put(packed, f"{FOLDER}{photo}.jpg", large, zipfile.ZIP_STORED)


def _put(packed: zipfile.ZipFile, name: str, body: bytes, how: int) -> None:
    info = zipfile.ZipInfo(name, MADE)
    info.compress_type = how
    info.external_attr = 0o600 << 16
    packed.writestr(info, body)


async def read_path(path: Path, photos: Photos) -> Sheets:
    """The sheets of any file, or folder of CSV. The photos of an archive are kept; none that is there goes for them.

    Raises `BadFile` and `OSError`.
    """
    if path.suffix.lower() != ENDING:
        return files.read(path)
    with path.open("rb") as file:
        return await take_in(file, photos, await asyncio.to_thread(photos.all))


def write_path(path: Path, rows: Rows, photos: Photos) -> None:
    """A new file of these rows, by the ending of its name; with their photos where that is an archive's."""
    if path.suffix.lower() != ENDING:
        files.write(path, rows)
        return
    with path.open("xb") as file:
        write(file, rows, photos)

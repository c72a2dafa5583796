"""Photos of dishes, beside the ledger: files in `photos/`, each under the digest of what it holds, in two sizes.

They are in no event and in no snapshot: a dish names one by its id. Whoever copies a store copies this directory with
it; where it is missing, dishes have no pictures, and nothing else is amiss.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kds.storage.files import write_whole

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

FOLDER = "photos"
UPLOAD_BYTES = 8 << 20
PIXELS_MOST = 50_000_000
"""Of a picture that is given; one that is larger is not unpacked."""
WHOLE_MOST = 12_500_000
"""Of one that can only be unpacked whole, at four bytes a pixel: all but a JPEG that is not progressive."""
INDEXED = ("1", "P", "PA")
"""Modes whose pixels cannot be mixed."""
FORMATS = ("JPEG", "PNG", "WEBP")
Size = Literal["small", "large"]
SIDES: dict[Size, int] = {"small": 240, "large": 1_200}
"""Pixels of the longer side, at most."""
QUALITY = 82
PHOTOS_MOST, BYTES_MOST = 6_000, 1 << 30
"""Of all that are kept; where there would be more, those go first that nothing names."""
LARGE_BYTES = 2 << 20
"""A picture as it is kept is never so large."""
SMALL_BYTES = 16 << 10
"""What a small one takes, about."""

_is_id = re.compile("[0-9a-f]{32}").fullmatch


class BadPhoto(Exception):
    """What was given is no picture that can be kept, and why: not a picture, too many pixels, or no room."""

    def __init__(self, why: Literal["no_picture", "too_many_pixels", "full"]) -> None:
        super().__init__(why)
        self.why = why


class Photos:
    """The photos of a store in `data`."""

    def __init__(self, data: Path) -> None:
        self._folder = data / FOLDER
        self._adding = asyncio.Lock()

    async def add(self, given: bytes, named: Collection[str]) -> str:
        """Keep a picture, and give its id. `named` are the photos that must stay. Raises `BadPhoto` and `OSError`.

        One at a time, in a thread: unpacking a picture takes long, and much memory.
        """
        async with self._adding:
            return await asyncio.to_thread(self._add, given, frozenset(named))

    async def read(self, photo: str, size: Size) -> bytes | None:
        """A picture as JPEG; None where there is none of that id."""
        return await asyncio.to_thread(self._read, photo, size)

    async def keep(self, given: Mapping[str, Callable[[], bytes]], named: Collection[str]) -> None:
        """Keep pictures as another store kept them, each read when its turn comes, under their own ids.

        There is room for all of them, or none is kept. `named` are the photos that must stay. Raises `BadPhoto`, also
        where one is not what its id says, and `OSError`.
        """
        async with self._adding:
            await asyncio.to_thread(self._keep, given, frozenset(named))

    async def missing(self, photos: Iterable[str]) -> list[str]:
        """Those of these ids that are not kept here, sorted."""
        return await asyncio.to_thread(lambda: [each for each in sorted(set(photos)) if not self.has(each)])

    def has(self, photo: str) -> bool:
        """Whether it is kept here. To be called in a thread, as `large`."""
        return _is_id(photo) is not None and self._path(photo, "large").exists()

    def all(self) -> list[str]:
        """The ids of all that are kept here."""
        return sorted({path.stem.partition("-")[0] for path in self._folder.glob("*-large.jpg")})

    def large(self, photo: str) -> bytes | None:
        """A picture as JPEG; None where there is none of that id."""
        return self._read(photo, "large")

    def scratch_folder(self) -> Path | None:
        """Where there is as much room as for photos, for files without a name; None where nothing is kept."""
        return self._folder.parent if self._folder.parent.is_dir() else None

    def _add(self, given: bytes, named: Collection[str]) -> str:
        large, small = shrunk(given)
        photo = id_of(large)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        if not self.has(photo):
            self._make_room(len(large) + len(small), {*named, photo})
            self._write(photo, large, small)
        return photo

    def _keep(self, given: Mapping[str, Callable[[], bytes]], named: Collection[str]) -> None:
        new = [photo for photo in given if not self.has(photo)]
        more = 0
        for photo in new:
            large = given[photo]()
            small_of(photo, large)
            more += len(large) + SMALL_BYTES
        if not new:
            return
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._make_room(more, {*named, *given}, len(new))
        for photo in new:
            large = given[photo]()
            self._write(photo, large, small_of(photo, large))

    def _write(self, photo: str, large: bytes, small: bytes) -> None:
        """The large one comes last: where it is, the small one is too."""
        write_whole(self._path(photo, "small"), [small])
        write_whole(self._path(photo, "large"), [large])

    def _make_room(self, more: int, named: Collection[str], photos_more: int = 1) -> None:
        """Let go of the oldest that nothing names, if there is no room for so many bytes, and photos, more."""
        files = {path: path.stat() for path in self._folder.iterdir()}
        held = sum(each.st_size for each in files.values())
        since = {path.stem.partition("-")[0]: each.st_mtime for path, each in files.items()}
        photos = sorted(since, key=lambda photo: (since[photo], photo))
        count = len(photos) + photos_more
        for photo in photos:
            if count <= PHOTOS_MOST and held + more <= BYTES_MOST:
                return
            if photo not in named:
                for path in [path for path in files if path.stem.partition("-")[0] == photo]:
                    held -= files[path].st_size
                    path.unlink(missing_ok=True)
                count -= 1
        if count > PHOTOS_MOST or held + more > BYTES_MOST:
            raise BadPhoto("full")

    def _read(self, photo: str, size: Size) -> bytes | None:
        if not _is_id(photo):
            return None
        try:
            return self._path(photo, size).read_bytes()
        except OSError:
            return None

    def _path(self, photo: str, size: Size) -> Path:
        return self._folder / f"{photo}-{size}.jpg"


def shrunk(given: bytes) -> tuple[bytes, bytes]:
    """A picture in both sizes, as JPEG, upright, and without what a camera writes beside it. Raises `BadPhoto`."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # takes 40 ms and is needed by hardly anybody

    try:
        with Image.open(io.BytesIO(given), formats=FORMATS) as image:
            if image.width * image.height > _pixels_most(image):
                raise BadPhoto("too_many_pixels")
            image.draft("RGB", (2 * SIDES["large"],) * 2)
            little: Picture = image if image.mode not in INDEXED else image.convert("RGBA")
            little.thumbnail((SIDES["large"],) * 2)  # first, for every copy of the whole takes as much again
            large = _on_white(ImageOps.exif_transpose(little))
            small = large.copy()
            small.thumbnail((SIDES["small"],) * 2)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise BadPhoto("no_picture") from error
    return _jpeg(large), _jpeg(small)


def id_of(large: bytes) -> str:
    """By what a picture is known: the digest of its large size."""
    return hashlib.sha256(large).hexdigest()[:32]


def small_of(photo: str, large: bytes) -> bytes:
    """The small size of a picture that is kept as `large`. Raises `BadPhoto` where it is none, or another than that."""
    from PIL import Image, UnidentifiedImageError

    if len(large) > LARGE_BYTES or id_of(large) != photo:
        raise BadPhoto("no_picture")
    try:
        with Image.open(io.BytesIO(large), formats=("JPEG",)) as image:
            if max(image.size) > SIDES["large"]:
                raise BadPhoto("too_many_pixels")
            small = image.convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise BadPhoto("no_picture") from error
    small.thumbnail((SIDES["small"],) * 2)
    return _jpeg(small)


def _pixels_most(image: Picture) -> int:
    return PIXELS_MOST if image.format == "JPEG" and "progressive" not in image.info else WHOLE_MOST


def _on_white(image: Picture) -> Picture:
    from PIL import Image

    if image.mode in ("RGBA", "LA"):
        behind = Image.new("RGB", image.size, "white")
        shown = image.convert("RGBA")
        behind.paste(shown, mask=shown.getchannel("A"))
        return behind
    return image.convert("RGB")


def _jpeg(image: Picture) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def amiss(data: Path) -> tuple[int, list[str]]:
    """How many photos lie in `data`, and those that are not what was stored, by id."""
    folder = data / FOLDER
    found = sorted(folder.glob("*-large.jpg")) if folder.is_dir() else []
    bad = []
    for path in found:
        photo = path.stem.partition("-")[0]
        if id_of(path.read_bytes()) != photo:
            bad.append(photo)
    return len(found), bad

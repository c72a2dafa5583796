"""Photos of dishes, beside the ledger: files in `photos/`, each under the digest of what it holds, in two sizes.

They are in no event and in no snapshot: a dish names one by its id. Whoever copies a store copies this directory with
it; where it is missing, dishes have no pictures, and nothing else is amiss.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import re
from collections.abc import Collection
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

    def _add(self, given: bytes, named: Collection[str]) -> str:
        large, small = shrunk(given)
        photo = hashlib.sha256(large).hexdigest()[:32]
        self._folder.mkdir(mode=0o700, exist_ok=True)
        if not self._path(photo, "large").exists():
            self._make_room(len(large) + len(small), {*named, photo})
            write_whole(self._path(photo, "small"), [small])
            write_whole(self._path(photo, "large"), [large])
        return photo

    def _make_room(self, more: int, named: Collection[str]) -> None:
        """Let go of the oldest that nothing names, if there is no room for so many bytes more."""
        files = {path: path.stat() for path in self._folder.iterdir()}
        held = sum(each.st_size for each in files.values())
        since = {path.stem.partition("-")[0]: each.st_mtime for path, each in files.items()}
        photos = sorted(since, key=lambda photo: (since[photo], photo))
        count = len(photos)
        for photo in photos:
            if count < PHOTOS_MOST and held + more <= BYTES_MOST:
                return
            if photo not in named:
                for path in [path for path in files if path.stem.partition("-")[0] == photo]:
                    held -= files[path].st_size
                    path.unlink(missing_ok=True)
                count -= 1
        if count >= PHOTOS_MOST or held + more > BYTES_MOST:
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
        if hashlib.sha256(path.read_bytes()).hexdigest()[:32] != photo:
            bad.append(photo)
    return len(found), bad

"""Photos of dishes: shrunk, upright, without what a camera writes beside them; bounded, and whole on disk."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kds.storage import photos
from kds.storage.photos import BadPhoto, Photos, amiss, shrunk


def picture(width: int = 1600, height: int = 900, kind: str = "JPEG", mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    colour = (200, 40, 30, 0) if mode == "RGBA" else (200, 40, 30)
    image = Image.new(mode, (width, height), colour)
    image.putpixel((0, 0), (0, 0, 255, 255) if mode == "RGBA" else (0, 0, 255))
    image.save(out, kind, **more)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_picture_is_kept_in_two_sizes(tmp_path: Path, kind: str) -> None:
    kept = Photos(tmp_path)
    photo = await kept.add(picture(kind=kind), ())
    large, small = await kept.read(photo, "large"), await kept.read(photo, "small")
    assert large is not None
    assert small is not None
    assert [(opened(each).format, opened(each).size) for each in (large, small)] == [
        ("JPEG", (1200, 675)),
        ("JPEG", (240, 135)),
    ]
    assert await Photos(tmp_path).read(photo, "large") == large, "also after a restart"
    assert (tmp_path / "photos").stat().st_mode & 0o077 == 0


async def test_a_small_picture_is_not_blown_up(tmp_path: Path) -> None:
    kept = Photos(tmp_path)
    large = await kept.read(await kept.add(picture(50, 40), ()), "large")
    assert large is not None
    assert opened(large).size == (50, 40)


async def test_the_same_picture_is_kept_once(tmp_path: Path) -> None:
    kept = Photos(tmp_path)
    assert await kept.add(picture(), ()) == await kept.add(picture(), ())
    assert len(list((tmp_path / "photos").iterdir())) == 2


def test_what_a_camera_writes_beside_it_is_dropped_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "The secret garden"
    large, small = shrunk(picture(400, 200, exif=exif))
    assert opened(large).size == (200, 400)
    for each in (large, small):
        assert not opened(each).getexif()
        assert b"secret" not in each


def test_what_can_be_seen_through_stands_on_white() -> None:
    large, _ = shrunk(picture(20, 20, "PNG", "RGBA"))
    red, green, blue = opened(large).convert("RGB").getpixel((15, 15))  # type: ignore[misc]
    assert min(red, green, blue) > 240


@pytest.mark.parametrize("given", [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_picture_is_refused(given: bytes) -> None:
    with pytest.raises(BadPhoto) as bad:
        shrunk(given)
    assert bad.value.why == "no_picture"


def test_formats_go_by_what_is_in_them_and_no_others_are_taken() -> None:
    with pytest.raises(BadPhoto):
        shrunk(picture(10, 10, "GIF"))
    with pytest.raises(BadPhoto):
        shrunk(picture(10, 10, "BMP"))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2_000), st.integers(0, 255))
def test_a_picture_that_is_cut_off_or_bent_is_a_picture_or_refused(at: int, byte: int) -> None:
    whole = picture(300, 200)
    at = min(at, len(whole) - 1)
    for bent in (whole[:at], whole[:at] + bytes([byte]) + whole[at + 1 :]):
        try:
            large, _ = shrunk(bent)
        except BadPhoto:
            continue
        assert opened(large).format == "JPEG"


def test_a_picture_of_too_many_pixels_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "PIXELS_MOST", 100)
    with pytest.raises(BadPhoto) as bad:
        shrunk(picture(11, 10))
    assert bad.value.why == "too_many_pixels"


@pytest.mark.parametrize(
    ("kind", "more", "refused"),
    [
        ("PNG", {}, True),
        ("WEBP", {}, True),
        ("JPEG", {"progressive": True}, True),
        ("JPEG", {}, False),
    ],
)
def test_what_can_only_be_unpacked_whole_may_have_fewer(
    monkeypatch: pytest.MonkeyPatch, kind: str, more: dict[str, Any], refused: bool
) -> None:
    monkeypatch.setattr(photos, "WHOLE_MOST", 100)
    given = picture(11, 10, kind, **more)
    if not refused:
        assert opened(shrunk(given)[0]).size == (11, 10)
        return
    with pytest.raises(BadPhoto) as bad:
        shrunk(given)
    assert bad.value.why == "too_many_pixels"


UNPACK = """
import resource, sys
from pathlib import Path
from kds.storage.photos import BadPhoto, shrunk
shrunk(Path(sys.argv[3]).read_bytes())
given = Path(sys.argv[1]).read_bytes()
pages = int(Path("/proc/self/statm").read_text().split()[0])
resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + (int(sys.argv[2]) << 20),) * 2)
try:
    print(len(shrunk(given)) == 2)
except BadPhoto as bad:
    print(bad.why)
"""
"""Shrinks a picture in so many MB beside what a process has that has shrunk another one."""


@pytest.mark.parametrize(
    ("size", "kind", "mode", "most_mb", "said"),
    [
        ((7_000, 7_000), "PNG", "RGBA", 144, "too_many_pixels"),
        ((4_080, 3_060), "PNG", "RGBA", 144, "True"),
        ((4_080, 3_060), "PNG", "P", 144, "True"),
        ((4_080, 3_060), "WEBP", "RGBA", 240, "True"),
        ((8_000, 6_000), "JPEG", "RGB", 144, "True"),
    ],
)
def test_no_picture_takes_much_memory(
    tmp_path: Path, size: tuple[int, int], kind: str, mode: str, most_mb: int, said: str
) -> None:
    for name, sides in (("given", size), ("warm", (20, 20))):
        Image.new(mode, sides).save(tmp_path / name, kind)
    command = [sys.executable, "-c", UNPACK, str(tmp_path / "given"), str(most_mb), str(tmp_path / "warm")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.strip() == said, done.stderr[-400:]


class TestRoom:
    async def test_the_oldest_that_nothing_names_goes(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(photos, "PHOTOS_MOST", 2)
        kept = Photos(tmp_path)
        one, two = await kept.add(picture(10, 10), ()), await kept.add(picture(11, 10), ())
        three = await kept.add(picture(12, 10), {one})
        assert [await kept.read(each, "small") is not None for each in (one, two, three)] == [True, False, True]
        with pytest.raises(BadPhoto) as bad:
            await kept.add(picture(13, 10), {one, three})
        assert bad.value.why == "full"

    async def test_bytes_are_bounded_too(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        kept = Photos(tmp_path)
        one = await kept.add(picture(10, 10), ())
        held = sum(each.stat().st_size for each in (tmp_path / "photos").iterdir())
        monkeypatch.setattr(photos, "BYTES_MOST", held + 100)
        two = await kept.add(picture(10, 11), ())
        assert [await kept.read(each, "small") is not None for each in (one, two)] == [False, True]


@pytest.mark.parametrize("photo", ["", "../ledger.db", "x" * 32, "0" * 31, "0" * 32])
async def test_what_is_no_id_of_one_is_none(tmp_path: Path, photo: str) -> None:
    assert await Photos(tmp_path).read(photo, "large") is None


async def test_one_that_is_not_what_was_stored_is_found(tmp_path: Path) -> None:
    assert amiss(tmp_path) == (0, [])
    kept = Photos(tmp_path)
    photo = await kept.add(picture(), ())
    await kept.add(picture(20, 20), ())
    assert amiss(tmp_path) == (2, [])
    (tmp_path / "photos" / f"{photo}-large.jpg").write_bytes(b"something else")
    assert amiss(tmp_path) == (2, [photo])

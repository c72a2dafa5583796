"""An archive of a house and its photos: as it was written it is read, and whatever else there may be is named."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from kds.ops.house_file import archive
from kds.ops.house_file.archive import is_archive, opened, photos_of, take_in, write
from kds.ops.house_file.files import BadFile, read
from kds.ops.house_file.rows import Rows, of_state
from kds.storage import photos as storage
from kds.storage.photos import Photos, id_of, shrunk
from tests.house import SmallHouse
from tests.storage.test_photos import picture

PHOTO = "0" * 32
HOUSE = ("house.json", b'{"areas": []}')
LARGE = shrunk(picture(30, 20))[0]


def packed(*members: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as made:
        for name, body in members:
            made.writestr(zipfile.ZipInfo(name), body, how)
    return out


async def faults(file: io.BytesIO, data: Path) -> list[str]:
    """What is wrong with an archive, once it is sure that nothing of it was kept."""
    photos = Photos(data)
    with pytest.raises(BadFile) as bad:
        await take_in(file, photos, ())
    assert photos.all() == []
    assert all(each.zh for each in bad.value.faults)
    return [each.en for each in bad.value.faults]


async def filled(data: Path) -> tuple[Rows, Photos]:
    """The rows of a house two of whose dishes have photos, and these."""
    data.mkdir(exist_ok=True)
    photos = Photos(data)
    ids = [await photos.add(picture(300, width), ()) for width in (200, 210)]
    rows = of_state(SmallHouse().state)
    dishes = [replace(each, photo=photo) for each, photo in zip(rows["dishes"], ids, strict=False)]
    return {**rows, "dishes": [*dishes, *rows["dishes"][len(ids) :]]}, photos


class TestThereAndBack:
    async def test_another_store_has_the_same_photos_and_writes_the_same_archive(self, tmp_path: Path) -> None:
        rows, photos = await filled(tmp_path / "one")
        first, second = io.BytesIO(), io.BytesIO()
        write(first, rows, photos)
        other = Photos(tmp_path / "two")
        (tmp_path / "two").mkdir()
        sheets = await take_in(first, other, ())
        assert sheets.keys() == rows.keys()
        assert other.all() == photos.all() == photos_of(rows)
        assert [other.large(each) for each in other.all()] == [photos.large(each) for each in photos.all()]
        assert all([await other.read(each, "small") for each in other.all()])
        write(second, rows, other)
        assert second.getvalue() == first.getvalue()

    async def test_photos_that_are_here_already_are_not_written_again(self, tmp_path: Path) -> None:
        rows, photos = await filled(tmp_path)
        out = io.BytesIO()
        write(out, rows, photos)
        before = {each: each.stat().st_mtime_ns for each in (tmp_path / "photos").iterdir()}
        await take_in(out, photos, ())
        assert {each: each.stat().st_mtime_ns for each in (tmp_path / "photos").iterdir()} == before

    async def test_a_photo_that_is_lost_is_left_out(self, tmp_path: Path) -> None:
        rows, photos = await filled(tmp_path)
        lost, kept = photos.all()
        (tmp_path / "photos" / f"{lost}-large.jpg").unlink()
        out = io.BytesIO()
        write(out, rows, photos)
        with opened(out) as found:
            assert list(found.photos) == [kept]

    @pytest.mark.parametrize("name", ["house.xlsx", "house.toml"])
    async def test_the_settings_may_be_in_another_form(self, tmp_path: Path, name: str) -> None:
        body = b'[[areas]]\narea = "hall"\nzh = "H"\n'
        if name == "house.xlsx":
            book = openpyxl.Workbook()
            book.active.title = "areas"  # type: ignore[union-attr]
            for row in (["area", "zh"], ["hall", "H"]):
                book.active.append(row)  # type: ignore[union-attr]
            book.save(tmp_path / name)
            body = (tmp_path / name).read_bytes()
        ((_, cells),) = (await take_in(packed((name, body)), Photos(tmp_path), ()))["areas"]
        assert cells == {"area": "hall", "zh": "H"}


class TestWhatIsNone:
    def test_a_workbook_is_a_zip_and_no_archive(self) -> None:
        out = io.BytesIO()
        openpyxl.Workbook().save(out)
        assert not is_archive(out)
        assert is_archive(packed(HOUSE))
        for body in (b"", b"PK\3\4broken", b"{}"):
            assert not is_archive(io.BytesIO(body))

    async def test_what_is_no_zip_is_said(self, tmp_path: Path) -> None:
        (told,) = await faults(io.BytesIO(b"PK\3\4broken"), tmp_path)
        assert "no valid ZIP" in told

    @pytest.mark.parametrize(
        "name",
        [
            "../house.json",
            "/etc/passwd",
            "photos/../ledger.db",
            "photos/" + PHOTO + ".png",
            "photos/" + PHOTO.upper()[:-1] + "A.jpg",
            "PHOTOS/" + PHOTO + ".jpg",
            "photos\\" + PHOTO + ".jpg",
            "photos/sub/" + PHOTO + ".jpg",
            "__MACOSX/._house.json",
            "notes.txt",
            "x" * 300,
            "a\nb",
        ],
    )
    async def test_a_member_of_another_name_is_named(self, tmp_path: Path, name: str) -> None:
        (told,) = await faults(packed(HOUSE, (name, b"x")), tmp_path)
        assert told.startswith(name[:3].replace("\n", "�"))
        assert "is not known here" in told
        assert len(told) < 200
        assert "\n" not in told

    async def test_all_that_is_wrong_is_said_at_once(self, tmp_path: Path) -> None:
        told = await faults(packed(HOUSE, ("a.txt", b""), ("b.txt", b"")), tmp_path)
        assert [each.partition(":")[0] for each in told] == ["a.txt", "b.txt"]

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    async def test_a_member_that_is_there_twice_is_named(self, tmp_path: Path) -> None:
        told = await faults(packed(HOUSE, HOUSE), tmp_path)
        assert set(told) == {"house.json: is there more than once"}

    @pytest.mark.parametrize("members", [(), (HOUSE, ("house.toml", b""))])
    async def test_there_is_one_file_of_settings(self, tmp_path: Path, members: tuple[tuple[str, bytes], ...]) -> None:
        (told,) = await faults(packed(*members), tmp_path)
        assert "one of these, and one only: house.json" in told

    async def test_other_ways_to_pack_are_named(self, tmp_path: Path) -> None:
        (told,) = await faults(packed(HOUSE, how=zipfile.ZIP_LZMA), tmp_path)
        assert told == "house.json: is packed in a way that is not read here"

    async def test_what_is_encrypted_is_named(self, tmp_path: Path) -> None:
        body = bytearray(packed(HOUSE).getvalue())
        body[6] |= 1
        body[body.rindex(b"PK\1\2") + 8] |= 1
        assert await faults(io.BytesIO(bytes(body)), tmp_path) == ["house.json: is encrypted"]

    @pytest.mark.parametrize("body", [b"", b"hello", picture(20, 10, "PNG"), LARGE])
    async def test_what_is_not_the_photo_of_its_id_is_named_and_no_other_is_kept(
        self, tmp_path: Path, body: bytes
    ) -> None:
        good = (f"photos/{id_of(LARGE)}.jpg", LARGE)
        (told,) = await faults(packed(HOUSE, good, (f"photos/{PHOTO}.jpg", body)), tmp_path)
        assert told == f"photos/{PHOTO}.jpg: is not the photo of that id"

    @pytest.mark.parametrize("body", [b"hello", picture(20, 10, "PNG"), picture(1_300, 10), LARGE[:-40]])
    async def test_nor_does_its_id_make_a_photo_of_what_is_none(self, tmp_path: Path, body: bytes) -> None:
        name = f"photos/{id_of(body)}.jpg"
        assert await faults(packed(HOUSE, (name, body)), tmp_path) == [f"{name}: is not the photo of that id"]

    @pytest.mark.parametrize("name", ["house.json", f"photos/{id_of(LARGE)}.jpg"])
    async def test_a_member_that_is_damaged_is_named(self, tmp_path: Path, name: str) -> None:
        bodies = {HOUSE[0]: HOUSE[1], f"photos/{id_of(LARGE)}.jpg": LARGE}
        file = packed(*bodies.items(), how=zipfile.ZIP_STORED)
        whole = file.getvalue()
        at = whole.index(bodies[name]) + 5
        bent = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        assert await faults(io.BytesIO(bent), tmp_path) == [f"{name}: cannot be read; it is damaged"]

    async def test_settings_that_cannot_be_read_keep_no_photo_either(self, tmp_path: Path) -> None:
        photo = (f"photos/{id_of(LARGE)}.jpg", LARGE)
        told, _ = await faults(packed(("house.json", b'{"spells": []}'), photo), tmp_path)
        assert "no sheet" in told


class TestLimits:
    async def test_a_member_that_unpacks_to_too_much_is_named_before_it_is_unpacked(self, tmp_path: Path) -> None:
        file = packed((HOUSE[0], b" " * (17 << 20)))
        assert len(file.getvalue()) < 100_000
        tracemalloc.start()
        assert await faults(file, tmp_path) == ["house.json: is too large; 16 MB at most"]
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
        tracemalloc.stop()
        name = f"photos/{PHOTO}.jpg"
        told = await faults(packed(HOUSE, (name, b" " * (3 << 20))), tmp_path)
        assert told == [f"{name}: is too large; 2 MB at most"]

    async def test_a_member_that_says_it_is_smaller_than_it_is_is_damaged(self, tmp_path: Path) -> None:
        body = packed((HOUSE[0], b" " * (17 << 20))).getvalue()
        size = struct.pack("<I", 17 << 20)
        lied = body.replace(size, struct.pack("<I", 1000))
        tracemalloc.start()
        assert await faults(io.BytesIO(lied), tmp_path) == ["house.json: cannot be read; it is damaged"]
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
        tracemalloc.stop()

    async def test_all_together_are_bounded(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(archive, "UNPACKED_MOST", 10)
        assert await faults(packed(HOUSE), tmp_path) == ["The archive is too large once it is unpacked"]
        monkeypatch.setattr(archive, "MEMBERS_MOST", 1)
        (told,) = await faults(packed(HOUSE, ("a", b"")), tmp_path)
        assert told == "The archive holds more than 1 files"

    async def test_a_list_of_members_that_is_very_long_is_not_read(self, tmp_path: Path) -> None:
        many = packed(HOUSE, *[(f"{number:06}", b"") for number in range(9_000)], how=zipfile.ZIP_STORED)
        body = many.getvalue()
        head, size = body.index(b"PK\1\2"), body.rindex(b"PK\5\6")
        directory = body[head:size] * 10
        end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65_000, 65_000, len(directory), head, 0)
        (told,) = await faults(io.BytesIO(body[:head] + directory + end), tmp_path)
        assert told == "This is no valid ZIP file: too much at once"

    async def test_there_is_room_for_all_of_its_photos_or_for_none(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(storage, "PHOTOS_MOST", 2)
        kept = Photos(tmp_path)
        old = [await kept.add(picture(50, width), ()) for width in (10, 11)]
        new = [shrunk(picture(60, width))[0] for width in (10, 11)]
        file = packed(HOUSE, *[(f"photos/{id_of(each)}.jpg", each) for each in new])
        with pytest.raises(BadFile) as bad:
            await take_in(file, kept, {old[0]})
        assert "no room" in bad.value.faults[0].en
        assert old[0] in kept.all()
        assert not {id_of(each) for each in new} & set(kept.all())
        await take_in(file, kept, ())
        assert kept.all() == sorted([id_of(each) for each in new]), "those that nothing names have made room"

    def test_a_workbook_that_unpacks_to_too_much_is_refused(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.save(tmp_path / "house.xlsx")
        with zipfile.ZipFile(tmp_path / "house.xlsx", "a", zipfile.ZIP_DEFLATED) as more:
            more.writestr("xl/bomb.xml", b" " * (65 << 20))
        with pytest.raises(BadFile) as bad:
            read(tmp_path / "house.xlsx")
        assert "unpacks to more than 64 MB" in bad.value.faults[0].en


def test_no_field_of_a_dish_but_its_photo_names_one() -> None:
    rows = of_state(SmallHouse().state)
    assert photos_of(rows) == []
    assert photos_of({}) == []
    first = rows["dishes"][0]
    assert photos_of({"dishes": [replace(first, photo="b"), replace(first, photo="a"), first]}) == ["a", "b"]

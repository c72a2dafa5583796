"""However a page is cut and packed, whoever unpacks it has the whole of it."""

from __future__ import annotations

import gzip

from hypothesis import given
from hypothesis import strategies as st

from kds.web.zipped_parts import ZippedParts

PIECES = st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode))
LARGE = b"".join(b"<li>%d</li>" % n for n in range(9_000))


@given(PIECES, PIECES, PIECES)
def test_what_is_unpacked_is_the_plain_page(before: bytes, piece: bytes, after: bytes) -> None:
    parts = ZippedParts(before, after)
    assert parts.plain(piece) == before + piece + after
    assert gzip.decompress(parts.zipped(piece)) == parts.plain(piece)


@given(PIECES, PIECES)
def test_a_mark_is_of_these_bytes_alone(one: bytes, other: bytes) -> None:
    parts, others = ZippedParts(b"<html>", b"</html>"), ZippedParts(b"<html>!", b"</html>")
    assert (parts.mark(one) == parts.mark(other)) is (one == other)
    assert parts.mark(one) != others.mark(one)


def test_a_large_page_goes_out_small_and_nothing_large_is_packed_for_a_reader() -> None:
    parts = ZippedParts(LARGE, LARGE)
    zipped = parts.zipped(b"whose")
    assert gzip.decompress(zipped) == LARGE + b"whose" + LARGE
    assert len(zipped) < len(LARGE) // 2
    assert zipped.startswith(parts._zipped[0])
    assert zipped[:-8].endswith(parts._zipped[1])

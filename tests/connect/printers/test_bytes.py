"""The bytes of a slip: GB18030, pictures for what a printer has not, the drawer stays shut (case 20)."""

from __future__ import annotations

from kds.connect.printers.escpos import ASK_PRINTED, slip_bytes
from kds.connect.printers.fonts import drawable, drawn, needs_drawing
from kds.connect.printers.layout import LABEL, Line, Row, laid_out
from kds.connect.printers.tspl import label_bytes

PICTURE, DRAWER = b"\x1dv0", b"\x1bp"


def bytes_of(text: str, width: int = 80) -> bytes:
    return slip_bytes(laid_out([Row(text, "large", "2x")], width, drawable), width)


def test_chinese_is_sent_as_the_printer_has_it_and_the_question_comes_after_the_cut() -> None:
    sent = bytes_of("招牌毛肚 ¥38")
    assert "2x 招牌毛肚 ￥38\n".encode("gb18030") in sent
    assert PICTURE not in sent
    assert sent.index(b"\x1dV") < sent.index(ASK_PRINTED) == len(sent) - len(ASK_PRINTED)


def test_a_rare_character_is_drawn_as_wide_as_the_paper() -> None:
    sent = bytes_of("毛肚𠮷", 58)
    at = sent.index(PICTURE)
    across, down = sent[at + 4] + sent[at + 5] * 256, sent[at + 6] + sent[at + 7] * 256
    assert (across * 8, down) == (384, 52)
    assert any(sent[at + 8 : at + 8 + across * down])


def test_a_note_opens_no_drawer() -> None:
    sent = bytes_of("\x1bp\x00\x19\xfa 辣\x00\x10\x14\x01\x00\x01")
    assert DRAWER not in sent
    assert b"\x10\x14" not in sent
    assert "辣".encode("gb18030") in sent


def test_loud_is_white_on_black() -> None:
    plain, loud = (drawn(Line("𠮷", "large", loud=each), 384) for each in (False, True))
    assert plain.getpixel((383, 0)) == 255
    assert loud.getpixel((383, 0)) == 0
    assert needs_drawing("𠮷")
    assert not needs_drawing("毛肚")


def test_a_bar_code_holds_the_id_and_none_that_does_not_fit() -> None:
    assert b"{BT12-1" in slip_bytes([Line("", code="T12-1")], 80)
    assert b"\x1dk" not in slip_bytes([Line("", code="T" * 40)], 58)
    assert b"\x1dk" not in slip_bytes([Line("", code="菜")], 58)


def test_a_label_that_does_not_hold_all_goes_on_on_the_next() -> None:
    short, long = [Line("毛肚")], [Line(str(number), "large") for number in range(9)]
    assert label_bytes([(short, 3)]).count(b"PRINT 1,3\r\n") == 1
    assert label_bytes([(long, 1)]).count(b"BITMAP 0,0,40,240,0,") == 3
    assert LABEL == 40

"""What can be wrong with a printer, in words."""

from __future__ import annotations

from kds.core.printing.model import PrintFault
from kds.core.types import Name

FAULTS: dict[PrintFault, Name] = {
    "unreachable": Name(zh="连不上", en="cannot be reached"),
    "paper_end": Name(zh="没纸了", en="has no paper"),
    "cover_open": Name(zh="盖子开着", en="its cover is open"),
    "offline": Name(zh="出错停机", en="stopped with an error"),
    "silent": Name(zh="没有确认", en="does not confirm"),
    "cut_off": Name(zh="中途断线", en="hung up halfway"),
}

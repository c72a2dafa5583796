"""What a change of the printers comes to, and all that can be wrong with it."""

from __future__ import annotations

from kds.core.faults import Fault, Flaw, clashing, misplaced, raise_any, unnamed
from kds.core.kitchen.model import CATCH_ALL
from kds.core.printing.events import PrintersChanged
from kds.core.printing.model import BACKLOG_MINUTES, PRINTERS_MOST, Printer
from kds.core.settings import differing, placed
from kds.core.state import State
from kds.core.types import reason

BAD_PRINTERS = reason(
    "bad_printers", "invalid", "打印机设置有误：{fault_zh}", "The printers' settings are faulty: {fault_en}"
)
WIDTHS = (58, 80)
PORTS = range(1, 65_536)
NO_ADDRESS = Flaw("no_address", "请填写打印机“{it}”的地址", "Write the address of the printer “{it}”")
BAD_PORT = Flaw("bad_port", "打印机“{it}”的端口须为 1 至 65535", "The port of the printer “{it}” must be 1 to 65535")
BAD_WIDTH = Flaw("bad_width", "打印机“{it}”的纸宽须为 58 或 80 毫米", "The paper of “{it}” must be 58 or 80 mm wide")
BAD_BACKLOG = Flaw(
    "bad_backlog", "打印机“{it}”的过时时间须为 1 至 240 分钟", "Slips of “{it}” may get 1 to 240 minutes old"
)
NO_SUCH_STATION = Flaw(
    "no_such_station",
    "打印机“{it}”选的档口“{station}”不存在",
    "The printer “{it}” is for the station “{station}”, which does not exist",
)
NO_SECOND = Flaw(
    "no_second",
    "打印机“{it}”的备用机“{second}”不存在，或不是厨房打印机",
    "The second printer of “{it}”, “{second}”, does not exist, or is no kitchen printer",
)
OWN_SECOND = Flaw("own_second", "打印机“{it}”不能做自己的备用机", "The printer “{it}” cannot be its own second")
TOO_MANY_PRINTERS = Flaw("too_many_printers", "最多{most}台打印机", "There may be {most} printers")


def printers_changed(state: State, printers: tuple[Printer, ...], gone: tuple[str, ...]) -> list[PrintersChanged]:
    """One event, or none where they are so already. Refused: bad_printers."""
    known = state.printing.printers
    raise_any(BAD_PRINTERS, faults(state, printers, gone))
    changed = PrintersChanged(
        printers=differing(placed(printers, known, _id), known, _id),
        printers_gone=tuple([each for each in gone if each in known]),
    )
    return [] if changed == PrintersChanged() else [changed]


def _id(printer: Printer) -> str:
    return printer.printer


def faults(state: State, printers: tuple[Printer, ...], gone: tuple[str, ...]) -> list[Fault]:
    """All that would be wrong with the printers as they are to be."""
    named = [(each.printer, each.name) for each in printers]
    found = clashing(named, gone) + unnamed(named)
    found += misplaced([(each.printer, each.name, each.position) for each in printers])
    given = {each.printer: each for each in printers}
    staying = {name: each for name, each in state.printing.printers.items() if name not in given and name not in gone}
    there = {**staying, **given}
    if len(there) > PRINTERS_MOST:
        found.append(TOO_MANY_PRINTERS.of("", most=PRINTERS_MOST))
    for each in printers:
        found += _of_one(state, each)
    for name in sorted(there):
        second = there[name].second
        if second == name:
            found.append(OWN_SECOND.of(name, there[name].name))
        elif second and (second not in there or there[second].kind != "escpos"):
            found.append(NO_SECOND.of(name, there[name].name, second=second))
    return found


def _of_one(state: State, printer: Printer) -> list[Fault]:
    name, known = printer.name, {*state.kitchen.stations, CATCH_ALL}
    found = [] if printer.host else [NO_ADDRESS.of(printer.printer, name)]
    if printer.port not in PORTS:
        found.append(BAD_PORT.of(printer.printer, name))
    if printer.width not in WIDTHS:
        found.append(BAD_WIDTH.of(printer.printer, name))
    if printer.backlog_minutes not in BACKLOG_MINUTES:
        found.append(BAD_BACKLOG.of(printer.printer, name))
    return found + [
        NO_SUCH_STATION.of(printer.printer, name, station=each) for each in printer.stations if each not in known
    ]

"""Kitchen printers at /settings/printers: where each is, what it prints, and how it fares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from msgspec.structs import replace
from starlette.requests import Request

from kds.connect.printers.alarming import down_now
from kds.connect.printers.faults import FAULTS
from kds.core.holes import NEW_HOLE
from kds.core.kitchen.model import CATCH_ALL, LAST_RESORT
from kds.core.kitchen.screens import ScreenLanguage
from kds.core.printing.change_printers import ChangePrinters
from kds.core.printing.model import BACKLOG_MINUTES, Printer, PrinterKind, PrinterMode, PrintFault, SlipKind
from kds.core.printing.printers_view import printer_view
from kds.core.printing.queueing import in_order
from kds.core.rights import KITCHEN_PLAN
from kds.core.state import State
from kds.core.types import Command, Name, Refusal
from kds.storage.tokens import Token
from kds.web.pages.changing import knowingly, named_holes
from kds.web.pages.forms import Fields, see, submit
from kds.web.pages.house.forms import NO_NAME, Done, Read, as_before, name_of, number_of, ticks
from kds.web.pages.house.lists import Chip, Entry, Listed, Lists, Removal

MODES: dict[PrinterMode, Name] = {
    "always": Name(zh="总是打：每张单一来就打", en="Always: every ticket as it comes"),
    "fallback": Name(
        zh="备用：屏幕都不亮、或没人看到单时才打", en="Backup: only what no screen shows, or nobody has seen in time"
    ),
    "bump": Name(zh="做好时打：给传菜用", en="When it is done: for the pass"),
}
SLIPS: dict[SlipKind, Name] = {
    "table": Name(zh="一桌一单", en="one slip a table"),
    "station": Name(zh="一个档口一单", en="one slip a station"),
    "dish": Name(zh="一菜一单", en="one slip a dish"),
}
KINDS: dict[PrinterKind, Name] = {
    "escpos": Name(zh="厨房打印机（ESC/POS）", en="Kitchen printer (ESC/POS)"),
    "label": Name(
        zh="标签机（TSPL，40 × 30 毫米），只打外带和外卖",
        en="Label printer (TSPL, 40 × 30 mm), only what leaves the house",
    ),
}
WIDTHS = {"80": Name(zh="80 毫米", en="80 mm"), "58": Name(zh="58 毫米", en="58 mm")}
LANGUAGES: dict[ScreenLanguage, Name] = {
    "zh": Name(zh="中文", en="Chinese"),
    "en": Name(zh="英文", en="English"),
    "both": Name(zh="中文和英文", en="Chinese and English"),
}
NO_HOST = Name(zh="请填写打印机的地址，例如 192.168.1.60", en="Write the printer's address, such as 192.168.1.60")
NO_PORT = Name(zh="端口是 1 到 65535，通常是 9100", en="The port is 1 to 65535, mostly 9100")
NO_MINUTES = Name(zh="过时时间是 1 到 240 分钟", en="Slips may get 1 to 240 minutes old")
NOTHING_CHOSEN = Name(zh="请选“所有档口”，或至少选一个档口", en="Choose all stations, or at least one of them")
NOT_PRINTED = Name(zh="还在排队的单就不打了", en="What waits for it is not printed any more")


class Printers(Lists):
    """The printers of the kitchen; they change at once, and not by a draft: paper runs out now."""

    right = KITCHEN_PLAN
    path = "/settings/printers"
    fragment = "setting/_printer.html"
    ordered = True
    drafts = False
    says = Listed(
        Name(zh="厨房打印机", en="Kitchen printers"),
        Name(
            zh="打印机要接在店里的网络上。没有打印机也能用屏幕；有了备用打印机，屏幕坏了单子会自己打出来。",
            en="A printer has to be on the network of the house. Screens work without one; with a backup printer, "
            "tickets come out by themselves when screens fail.",
        ),
        Name(zh="新打印机", en="New printer"),
        Name(zh="还没有打印机。", en="There is no printer yet."),
    )

    def things(self, state: State) -> Mapping[str, Printer]:
        """In their order."""
        return {each.printer: each for each in in_order(state)}

    def entry(self, state: State, thing: Printer) -> Entry:
        """Where it is, what it prints, and what is to be known of it."""
        known = {CATCH_ALL: LAST_RESORT, **state.kitchen.stations}
        names = [known[each].name for each in thing.stations if each in known]
        told = [Name(zh=f"{thing.host}:{thing.port}", en=f"{thing.host}:{thing.port}"), SHORT[thing.mode]]
        if thing.kind == "escpos":
            told.append(SLIPS[thing.slip])
        told += names or [Name(zh="所有档口", en="all stations")]
        return Entry(thing.printer, thing.name, tuple(told), chips_of(state, thing, down_now(self._store)))

    def written(self, state: State, thing: Printer | None) -> dict[str, Any]:
        """As it stands; a new one is a backup for all stations."""
        base = thing or Printer("", Name(zh="", en=""), "")
        return {
            "zh": base.name.zh,
            "en": base.name.en,
            "host": base.host,
            "port": str(base.port),
            "width": str(base.width),
            "all": "" if base.stations else "on",
            "stations": "\n".join(base.stations),
            "mode": base.mode,
            "slip": base.slip,
            "kind": base.kind,
            "second": base.second,
            "minutes": str(base.backlog_minutes),
            "language": base.language,
        }

    def offered(self, state: State) -> dict[str, Any]:
        """What can be chosen."""
        known = {CATCH_ALL: LAST_RESORT, **state.kitchen.stations}
        stations = sorted(known.values(), key=lambda each: (each.station == CATCH_ALL, each.position, each.station))
        return {
            "stations": stations,
            "modes": MODES,
            "slips": SLIPS,
            "kinds": KINDS,
            "widths": WIDTHS,
            "languages": LANGUAGES,
            "seconds": [each for each in in_order(state) if each.kind == "escpos"],
        }

    def read(self, state: State, before: Printer | None, fields: Fields) -> Read:
        """The printer as the form says."""
        name, host, port = name_of(fields), fields.get("host", "").strip(), number_of(fields.get("port", ""), 1, 65_535)
        minutes = number_of(fields.get("minutes", ""), BACKLOG_MINUTES.start, BACKLOG_MINUTES.stop - 1)
        chosen, everything = tuple(ticks(fields, "stations")), fields.get("all") == "on"
        faults = [NO_NAME] if name is None else []
        faults += [NO_HOST] if not host else []
        faults += [NO_PORT] if port is None else []
        faults += [NO_MINUTES] if minutes is None else []
        faults += [NOTHING_CHOSEN] if not (everything or chosen) else []
        if faults or name is None or port is None or minutes is None:
            return Read(None, faults)
        base = before or Printer(_fresh(state), name, host)
        printer = replace(
            base,
            name=name,
            host=host,
            port=port,
            width=int(_one_of(WIDTHS, fields, "width")),
            stations=() if everything else as_before(base.stations, chosen),
            mode=cast(PrinterMode, _one_of(MODES, fields, "mode")),
            slip=cast(SlipKind, _one_of(SLIPS, fields, "slip")),
            kind=cast(PrinterKind, _one_of(KINDS, fields, "kind")),
            language=cast(ScreenLanguage, _one_of(LANGUAGES, fields, "language")),
            second=fields.get("second", ""),
            backlog_minutes=minutes,
        )
        return Read(ChangePrinters((printer,)), [])

    def removing(self, state: State, thing: Printer) -> Command:
        """It alone."""
        return ChangePrinters(gone=(thing.printer,))

    def removal(self, state: State, thing: Printer) -> Removal:
        """What waits for it."""
        return Removal((NOT_PRINTED,))

    def reordered(self, state: State, ids: list[str]) -> Command:
        """Counted from one."""
        known = state.printing.printers
        return ChangePrinters(tuple([replace(known[each], position=at) for at, each in enumerate(ids, start=1)]))

    async def _done(self, request: Request, token: Token, fields: Fields, command: Command, after: str) -> Done:
        """At once; where nobody would see something then, the form asks whether that is meant."""
        if isinstance(command, ChangePrinters):
            command = replace(command, knowingly=knowingly(fields))
        try:
            await submit(self._store, token, request, fields, command)
        except Refusal as refusal:
            if refusal.reason is NEW_HOLE:
                request.state.holes.extend(named_holes(self._store.state, command, refusal.details["holes"]))
            found = refusal.details.get("faults")
            return Done(None, [each.message for each in found] if found else [refusal.message()])
        return Done(see(after), [])


SHORT: dict[PrinterMode, Name] = {
    "always": Name(zh="总是打", en="always"),
    "fallback": Name(zh="备用", en="backup"),
    "bump": Name(zh="做好时打", en="when it is done"),
}


def chips_of(state: State, printer: Printer, down: Mapping[str, PrintFault]) -> tuple[Chip, ...]:
    """What a printer said last, or why it takes nothing now, what waits for it, and what it did not confirm."""
    view, unsure = printer_view(state, printer, down), state.printing.unsure.count(printer.printer)
    chips = []
    if view.fault is not None:
        chips.append(Chip("bad", FAULTS[view.fault]))
    elif view.confirmed_at is not None:
        chips.append(Chip("good", Name(zh="正常", en="works")))
    else:
        chips.append(Chip("warn", Name(zh="还没打过", en="has printed nothing yet")))
    if view.queued:
        chips.append(Chip("warn", Name(zh=f"{view.queued}张在排队", en=f"{view.queued} waiting")))
    if unsure:
        chips.append(Chip("bad", Name(zh=f"{unsure}张没有确认", en=f"{unsure} not confirmed")))
    return tuple(chips)


def _one_of(known: Mapping[Any, Name], fields: Fields, name: str) -> str:
    """What was chosen; the first of them where that is none of these."""
    return fields[name] if fields.get(name) in known else str(next(iter(known)))


def _fresh(state: State) -> str:
    number = len(state.printing.printers) + 1
    while f"printer{number}" in state.printing.printers:
        number += 1
    return f"printer{number}"

"""What the people of the house must know of the printers: slips that nobody confirmed, printers that take nothing."""

from __future__ import annotations

from collections.abc import Mapping

from kds.connect.printers.faults import FAULTS
from kds.core.printing.model import PrintFault
from kds.runtime.store import Store

UNSURE, DOWN = "slips_not_confirmed", "printers_down"
NAMED = 5
"""Printers that an alarm names; of others it says how many they are."""


def tell(store: Store, down: Mapping[str, PrintFault]) -> None:
    """Let both alarms say what is so now. Reads the state as it stands."""
    _unsure(store)
    _down(store, down)


def down_now(store: Store) -> Mapping[str, PrintFault]:
    """The printers that take nothing, as it was told last: before any slip of theirs is written down as lost."""
    alarm = store.alarms.get(DOWN)
    found: Mapping[str, PrintFault] = {} if alarm is None else alarm.details["printers"]
    return found


def _unsure(store: Store) -> None:
    printing = store.state.printing
    count = sum([printing.unsure.count(each) for each in printing.unsure])
    if not count:
        store.alarms.clear(UNSURE)
        return
    names = [printing.printers[each].name for each in sorted(printing.unsure) if each in printing.printers]
    store.alarms.raise_alarm(
        UNSURE,
        store.now(),
        f"{count}张厨房单没有确认打印，请到打印机旁看：{'、'.join([each.in_zh for each in names[:NAMED]])}",
        f"{count} kitchen slip{' is' if count == 1 else 's are'} not confirmed; look at the printer: "
        f"{', '.join([each.in_en for each in names[:NAMED]])}",
        count=count,
        printers=sorted(printing.unsure),
    )


def _down(store: Store, down: Mapping[str, PrintFault]) -> None:
    printers = store.state.printing.printers
    waiting = {name: fault for name, fault in sorted(down.items()) if name in printers}
    if not waiting:
        store.alarms.clear(DOWN)
        return
    zh = [f"{printers[name].name.in_zh}（{FAULTS[fault].zh}）" for name, fault in waiting.items()]
    en = [f"{printers[name].name.in_en} ({FAULTS[fault].en})" for name, fault in waiting.items()]
    more = len(waiting) - NAMED
    rest = f" +{more}" if more > 0 else ""
    store.alarms.raise_alarm(
        DOWN,
        store.now(),
        f"厨房打印机打不出来：{'、'.join(zh[:NAMED])}{rest}",
        f"Kitchen printers do not print: {', '.join(en[:NAMED])}{rest}",
        printers=dict(waiting),
    )

"""`python -m tests.bench`: measure, print a table, write the figures as JSON."""

from __future__ import annotations

import argparse
import json
import logging
import os
import platform
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from kds.ops.logging import to_stderr
from tests.bench import bars, measures, screens
from tests.bench.crowd import crowds
from tests.bench.first_load import first_load
from tests.bench.large import large
from tests.bench.learning import learning
from tests.bench.pages import pages
from tests.bench.peak import peak
from tests.bench.phones import phones
from tests.bench.rows import Row
from tests.bench.waiting import waiting

OUT = Path("bench.json")


def main() -> None:
    """Run the measurements that were asked for, or all of them."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument(
        "only",
        nargs="*",
        help="rates, pace, crowds, waiting, pages, phones, first_load, large, memory, fan_out, painted, crowd, bars,"
        " idle_bar, stalled_bar, peak, start_up, learning, verify",
    )
    parser.add_argument("--quick", action="store_true", help="shorter: to see that it runs, not to quote")
    parser.add_argument("--peak-seconds", type=int, default=0, help="how long the peak lasts; as a rule five minutes")
    parser.add_argument("--json", type=Path, default=OUT, help="where the figures go")
    asked = parser.parse_args()
    to_stderr(logging.WARNING)
    rows: list[Row] = []
    print(f"\n{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print("| measured | figure | aim |\n|---|---:|---:|")
    with tempfile.TemporaryDirectory(prefix="kds-bench-") as scratch:
        for name, measure in _measures(Path(scratch), quick=asked.quick, seconds_of_peak=asked.peak_seconds).items():
            if asked.only and name not in asked.only:
                continue
            for row in measure():
                rows.append(row)
                print(f"| {row.what} | {_number(row.figure)} {row.unit} | {row.aim} |", flush=True)
    asked.json.write_text(json.dumps([row._asdict() for row in rows], ensure_ascii=False, indent=1) + "\n")
    print(f"\nThe figures are in {asked.json}.")


def _measures(scratch: Path, *, quick: bool, seconds_of_peak: int) -> dict[str, Callable[[], Iterator[Row]]]:
    seconds = 2.0 if quick else 6.0
    return {
        "rates": lambda: measures.rates(scratch, seconds, 1 if quick else 3),
        "pace": lambda: measures.pace(scratch, seconds * 3),
        "crowds": lambda: crowds(scratch, seconds),
        "waiting": lambda: waiting(scratch),
        "pages": lambda: pages(scratch, 25 if quick else 100),
        "phones": lambda: phones(scratch, 10 if quick else 60),
        "first_load": lambda: first_load(scratch),
        "large": lambda: large(scratch, 20 if quick else 100),
        "memory": lambda: measures.memory(scratch),
        "fan_out": lambda: screens.fan_out(scratch, seconds * 2),
        "painted": lambda: screens.painted(scratch, seconds * 4),
        "crowd": lambda: screens.crowd(scratch),
        "bars": lambda: bars.bars(scratch, seconds * 10),
        "idle_bar": lambda: bars.idle_bar(scratch, seconds * 5),
        "stalled_bar": lambda: bars.stalled_bar(scratch),
        "peak": lambda: peak(scratch, seconds_of_peak or (20 if quick else 300)),
        "start_up": lambda: measures.start_up(scratch, 10_000 if quick else 100_000),
        "learning": learning,
        "verify": lambda: measures.verify(scratch, 50_000 if quick else 1_000_000),
    }


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    main()

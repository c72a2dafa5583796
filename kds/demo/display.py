"""What the dinner says of itself: one calm line while it runs, and a page at its end."""

from __future__ import annotations

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from kds.demo.audit import Verdict
from kds.demo.evening import DinnerOptions, Evening

EVERY_S = 0.5
PLAIN_EVERY_S = 15.0
"""How often a log, which cannot be written over, gets a line."""

SUMMARY = {
    "parties": ("桌客人", "parties seated"),
    "opened": ("服务员开台", "seated by a waiter"),
    "recounted": ("改人数", "guests counted again"),
    "takeaway": ("外带外卖单", "takeaway and delivery orders"),
    "rounds": ("批次", "rounds placed"),
    "lines": ("道菜", "lines acknowledged"),
    "timed_out": ("超时重发", "sent again after a time-out"),
    "sent_twice": ("同时发两次", "sent twice at once"),
    "redelivered": ("平台重推", "sent again by a platform"),
    "replayed": ("原样答复", "answered from memory"),
    "retried": ("网络重试", "retries"),
    "told_to_wait": ("稍后再试", "told to try again later"),
    "bumped": ("完成", "tickets bumped"),
    "recalled": ("撤回", "recalled"),
    "rushed": ("催菜", "rushed"),
    "stopped": ("停做", "voids acknowledged by the kitchen"),
    "wasted": ("报废重做", "wasted and made again"),
    "fired": ("叫起", "fired"),
    "served": ("上菜", "lines served"),
    "unserved": ("划菜撤销", "serves undone"),
    "left_over": ("剩单作结", "leftovers ended"),
    "voided": ("退菜", "voided"),
    "sold_out": ("沽清", "marked sold out"),
    "parties_left": ("买单离店", "parties paid and left"),
}


class Display:
    """One line that is written over on a terminal, and repeated now and then in a log."""

    def __init__(self, evening: Evening, console: Console) -> None:
        self._evening = evening
        self._console = console
        self._live = Live(console=console, auto_refresh=False, transient=True) if console.is_terminal else None
        self._printed_at = 0.0

    async def show(self) -> None:
        """Keep the line up to date until the dinner is over."""
        if self._live is None:
            await self._log()
            return
        with self._live:
            while True:
                self._live.update(line(self._evening), refresh=True)
                await self._evening.pace.wait(EVERY_S)

    async def _log(self) -> None:
        while True:
            await self._evening.pace.wait(PLAIN_EVERY_S)
            self._console.print(line(self._evening), soft_wrap=True)


def greeting(base_url: str, options: DinnerOptions) -> Text:
    """What is about to happen."""
    return Text(
        f"晚餐开始 Dinner begins at {base_url}: "
        f"{options.tables} 桌 tables at most, {options.speed:g} 倍速 times real time. "
        "Ctrl-C 打烊对账 ends it with an audit."
    )


def line(evening: Evening) -> Text:
    """How the evening stands."""
    counts, minutes = evening.book.counts, int(evening.pace.minutes())
    again = counts["timed_out"] + counts["retried"]
    parts = [
        f"{minutes // 60}:{minutes % 60:02d}",
        f"在座 tables {len(evening.in_use)}",
        f"下单 rounds {counts['rounds']}",
        f"菜品 lines {counts['lines']}",
        f"重发 retried {again}",
        f"重答 replayed {counts['replayed']}",
        f"上菜 served {counts['served']}",
        f"离店 left {counts['parties_left']}",
    ]
    text = Text(" · ".join(parts), style="cyan")
    if evening.book.faults:
        text.append(f" · 差错 FAULTS {len(evening.book.faults)}", style="bold red")
    return text


def summary(evening: Evening) -> Table:
    """What happened, in numbers."""
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for count, (zh, en) in SUMMARY.items():
        table.add_row(zh, en, str(evening.book.counts[count]), style=None)
    minor = evening.book.counts["paid_minor"]
    table.add_row("收款", "paid", f"¥{minor // 100:,}.{minor % 100:02d}")
    return table


def verdict_text(verdict: Verdict, doubtful: int) -> Text:
    """Whether the house kept its word, and where it did not."""
    text = Text()
    if verdict.faults:
        text.append(f"对账不符 AUDIT FAILED: {len(verdict.faults)}\n", style="bold red")
        text.append("\n".join(verdict.faults[:20]))
        if len(verdict.faults) > 20:
            text.append(f"\n+{len(verdict.faults) - 20} more")
        return text
    text.append("对账相符 AUDIT HOLDS: ", style="bold green")
    text.append(
        f"{verdict.lines} 道已确认的菜各在账单和制作单上恰好一次 "
        f"acknowledged lines, each exactly once on its bill and on its ticket; {verdict.bills} bills add up"
    )
    if doubtful:
        text.append(f"; orders that were never answered and may or may not stand: {doubtful}", style="yellow")
    return text

"""What is said of what is printed."""

from __future__ import annotations

from kds.feed.public.words.said import Said, said

WORDS: dict[str, Said] = {
    "PrintersChanged": said(
        "house",
        "打印机",
        "Printers",
        "修改打印机[：{printers}][，删除：{printers_gone}]",
        "Changed the printers[: {printers}][, removed: {printers_gone}]",
    ),
    "PrintJobsQueued": said("kitchen", "打印", "Slips", "要打印{jobs}", "To be printed: {jobs}"),
    "PrintJobsPrinted": said(
        "kitchen", "已打印", "Printed", "[打印机 {printer} ]已打印：{jobs}", "Printed[ by {printer}]: {jobs}"
    ),
    "PrintJobsFailed": said(
        "kitchen",
        "打印未确认",
        "Not confirmed",
        "打印机 {printer} 没有确认（{fault}）：{jobs}[，改由 {to} 打印]",
        "The printer {printer} did not confirm ({fault}): {jobs}[; {to} prints it]",
    ),
    "PrintJobsDropped": said(
        "kitchen",
        "过时未打印",
        "Too old to print",
        "打印机 {printer} 没打过时的单：{jobs}",
        "Too old to be printed by {printer}: {jobs}",
    ),
}

"""What was found amiss in a data directory, in words for the people of the house."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any, NamedTuple

from kds.core.types import Ms, Name

NAMED = 8
"""Numbers that are told of many."""

HEALED = {
    "bits": Name(zh="{file} 第 {pages} 页有比特翻转", en="{file}: a bit had flipped in page {pages}"),
    "pages": Name(
        zh="{file} 第 {pages} 页损坏，内容经核对无缺",
        en="{file}: page {pages} was damaged, all that is stored is there",
    ),
    "log": Name(
        zh="{file} 损坏或缺失，其内容 journal 中都有", en="{file} was damaged or gone, the journal has what it held"
    ),
    "journal": Name(
        zh="{file} 损坏或缺失，账本没有它也是完整的", en="{file} was damaged or gone, the ledger is whole without it"
    ),
    "sums": Name(zh="{file} 损坏或缺失，内容经核对无缺", en="{file} was damaged or gone, all that is stored is there"),
    "snapshot": Name(zh="快照 {file} 损坏，账本中都有", en="the snapshot {file} was damaged, the ledger is enough"),
}
"""What was amiss and can be mended."""

LOST = {
    "gone": Name(zh="{file} 不见了或是空的", en="{file} is gone or empty"),
    "unreadable": Name(zh="{file} 无法读取", en="{file} cannot be read"),
    "missing": Name(
        zh="第 {first} 至 {last} 次提交丢失：第 {seq} 号事件（{since}）之后的内容不全",
        en="commits {first} to {last} are missing: what came after event {seq} of {since} is not all there",
    ),
    "both": Name(
        zh="journal 与 {file} 都不见了：第 {seq} 号事件（{since}）之后的内容可能丢失",
        en="the journal and {file} are both gone: what came after event {seq} of {since} may be missing",
    ),
    "worn": Name(
        zh="journal 与 {file} 都已损坏：第 {seq} 号事件（{since}）之后的内容可能丢失",
        en="the journal and {file} are both damaged: what came after event {seq} of {since} may be missing",
    ),
    "pages": Name(zh="{file} 第 {pages} 页与写入时不同", en="{file}: page {pages} is not what was written"),
    "journal": Name(zh="{file} 损坏或缺失", en="{file} is damaged or gone"),
    "unfit": Name(zh="journal 与账本不相接：{why}", en="the journal does not go on from the ledger: {why}"),
    "content": Name(zh="{file}：{zh}", en="{file}: {en}"),
    "events": Name(
        zh="账本止于第 {seq} 号事件（{since}），但曾存有第 {last} 号",
        en="the ledger ends at event {seq} of {since}, but event {last} was once stored",
    ),
    "shorter": Name(
        zh="账本止于第 {seq} 号事件（{since}），快照却取自第 {taken} 号事件：之后的内容丢失",
        en="the ledger ends at event {seq} of {since}, but a snapshot was taken after event {taken}: what lies between"
        " is missing",
    ),
}
"""What was amiss and cannot be mended."""

HOW_ON = Name(
    zh="请从备份恢复整个数据目录；若接受丢失、以现有内容继续：kds verify --heal",
    en="Put the whole data directory back from a copy; or go on with what is there: kds verify --heal",
)


class Finding(NamedTuple):
    """Something was not as it was left. Where it is not `healed`, something that was acknowledged is lost."""

    code: str
    words: Name
    healed: bool


class DamagedStore(Exception):
    """A store that may not be opened as if all were well: something acknowledged may be lost.

    `words` say what, and how to go on.
    """

    def __init__(self, what: Name) -> None:
        self.words = Name(zh=f"{what.zh}。{HOW_ON.zh}", en=f"{what.en}. {HOW_ON.en}")
        super().__init__(self.words.en)


def moment(at: Ms) -> str:
    """A time as it stands in those words."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at / 1000))


def named(numbers: Iterable[int]) -> str:
    """Some numbers as they stand in those words; of many, the first ones."""
    ordered = sorted(numbers)
    more = [f"… ({len(ordered)})"] if len(ordered) > NAMED else []
    return ", ".join([*map(str, ordered[:NAMED]), *more])


def healed(code: str, **details: Any) -> Finding:
    """What has been mended, in words."""
    return Finding(code, _filled(HEALED[code], details), healed=True)


def lost(code: str, **details: Any) -> Finding:
    """What cannot be mended, in words."""
    return Finding(code, _filled(LOST[code], details), healed=False)


def _filled(words: Name, details: dict[str, Any]) -> Name:
    return Name(zh=words.zh.format(**details), en=words.en.format(**details))

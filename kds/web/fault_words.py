"""What is wrong with a field, in Chinese: msgspec says it in English only."""

from __future__ import annotations

import re

TYPES = {
    "int": "整数",
    "float": "数字",
    "str": "文字",
    "bool": "true 或 false",
    "null": "空值",
    "array": "列表",
    "object": "对象",
    "datetime": "时间",
}
"""What msgspec calls the types of values."""
_LIMITS = {">=": "不小于", "<=": "不大于", ">": "大于", "<": "小于", "==": "等于"}
_TYPE = r"`(?P<type>[^`]*)`"
PATTERNS = [
    (rf"Expected {_TYPE}, got `(?P<got>[^`]*)`", "应为{type}，收到的是{got}"),
    (rf"Expected {_TYPE} of length (?P<sign>[<>=]+) (?P<number>\d+)", "{type}的长度应{sign}{number}"),
    (rf"Expected {_TYPE} (?P<sign>[<>=]+) (?P<number>\S+)", "应为{sign}{number}的{type}"),
    (rf"Expected {_TYPE} with a timezone component", "{type}须带时区"),
    (r"Object missing required field `.*`", "缺少这个字段"),
    (r"Object contains unknown field `.*`", "没有这个字段"),
    (r"Invalid enum value (?P<value>.*)", "没有这个选项：{value}"),
    (r"Invalid RFC3339 encoded datetime", "不是有效的时间"),
    (r"Integer value out of range", "整数超出范围"),
    (r"Input data was truncated", "内容不完整"),
    (r"JSON is malformed: .*", "不是有效的 JSON"),
    (r"Invalid UTF-8 encoded string|.*codec can't decode.*", "不是有效的 UTF-8 文字"),
    (r"maximum recursion depth exceeded.*", "嵌套太深"),
    (r"it is given twice", "出现了两次"),
    (r"it is before 1970", "早于 1970 年"),
    (r"a guest's must be random, .*", "客人的须是随机的，至少 16 个字符"),
    (r"it must be 1 to 64 visible ASCII characters", "须为 1 到 64 个可见的 ASCII 字符"),
]
"""The faults as the decoder words them, and as we do."""
_PATTERNS = [(re.compile(pattern, re.DOTALL), words) for pattern, words in PATTERNS]
OTHER = "内容不符合要求"


def in_chinese(fault: str) -> str:
    """The fault in Chinese; one that nobody foresaw is said to be one."""
    for pattern, words in _PATTERNS:
        found = pattern.fullmatch(fault)
        if found is not None:
            return words.format(**{name: _said(name, value) for name, value in found.groupdict().items()})
    return OTHER


def _said(name: str, value: str) -> str:
    if name in ("type", "got"):
        return "或".join([TYPES.get(each, each) for each in value.split(" | ")])
    return _LIMITS.get(value, value) if name == "sign" else value

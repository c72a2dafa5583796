"""Whatever is wrong with a request is said in Chinese too, and in no English words but the interface's own."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from kds.web.fault_words import OTHER, PATTERNS, in_chinese
from tests.web.served import Api
from tests.web.test_shapes import FAULTS

PLAIN = re.compile(r"字段 (?P<field>\S+) 有误：(?P<fault>.+)")
ENGLISH = re.compile(r"[A-Za-z]{3,}")
"""A word; the interface's own names are no fault's."""
NAMES = {"true", "false", "JSON", "UTF", "ASCII", "nuclear", "later", "drive", "pigeon"}


@pytest.mark.parametrize(("sent", "field"), FAULTS)
async def test_every_fault_of_shape_is_said_in_chinese(api: Api, sent: Any, field: str) -> None:
    headers = {"Idempotency-Key": "k"}
    answer = await api.request("POST", "/rounds", "manager", headers, content=json.dumps(sent).encode())
    said = answer.json()["message"]["zh"]
    if answer.json()["detail"].startswith(f"{field} is faulty"):
        found = PLAIN.fullmatch(said)
        assert found is not None
        assert found["fault"] != OTHER
        said = found["fault"]
    words = set(ENGLISH.findall(re.sub(r"[a-z_]+(\[\d+\])?(\.[a-z_]+)*", lambda m: _own(m[0]), said)))
    assert words <= NAMES


def _own(word: str) -> str:
    return word if word in NAMES or not re.fullmatch(r"(table|tables|lines|external_id|note|body).*", word) else ""


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("Expected `int` >= 1", "应为不小于1的整数"),
        ("Expected `int | null`, got `str`", "应为整数或空值，收到的是文字"),
        ("Expected `array` of length <= 200", "列表的长度应不大于200"),
        ("Invalid enum value 'pigeon'", "没有这个选项：'pigeon'"),
        ("something that no release has said yet", OTHER),
    ],
)
def test_a_fault_in_words(fault: str, said: str) -> None:
    assert in_chinese(fault) == said


def test_no_pattern_hides_another() -> None:
    assert len({words for _, words in PATTERNS}) == len(PATTERNS)

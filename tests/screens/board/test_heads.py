"""The head of a board is as high as what it says: the longest alarm is whole, and covers nothing."""

from __future__ import annotations

import pytest

from kds.feed.kinds import BOARDS
from tests.screens.board.conftest import OpenBoard, cut_off
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ALARM = {
    "zh": "没有人在看：热菜、凉菜、锅底房、水吧、荤菜切配、素菜切配、点心房（很久没人动过），请去看一下" * 2,
    "en": "Nobody is looking at the hot line, the cold station, the soup bases, the bar, the meat and the vegetables: "
    "nothing was touched there for long, and somebody has to go and look. " * 2,
}
LOUD = """(text) => {
  const said = Array.from(document.querySelectorAll("#gone, #nobody, #fault"));
  for (const node of said) {
    node.hidden = false;
    (node.querySelector("span") || node).textContent = text;
  }
  const head = document.querySelector(".board-head").getBoundingClientRect();
  const isOut = (node) => {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    return left < -1 || right > window.innerWidth + 1 || top < head.top - 1 || bottom > head.bottom + 1
      || node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 4;
  };
  const parts = Array.from(document.querySelectorAll(".board-head > *")).filter((node) => node.getClientRects().length);
  return {
    said: said.length,
    cut: parts.filter(isOut).map((node) => node.textContent.trim()),
    covered: head.bottom > document.getElementById("live").getBoundingClientRect().top + 1,
  };
}"""
"""Say this in every place for alarms, and look at the head at once."""


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)], ids=["small", "large"])
@pytest.mark.parametrize("role", [each.role for each in BOARDS])
def test_the_longest_alarm_is_whole_on_every_board(
    kitchen: Kitchen, open_board: OpenBoard, role: str, size: tuple[int, int]
) -> None:
    for number in range(1, 30):
        kitchen.order("tofu", "cola", table=f"B{number:02}")
    for lang, text in ALARM.items():
        page = open_board(role, lang, size=size)
        found = page.evaluate(LOUD, text)
        assert found["said"] >= 2
        assert (found["cut"], found["covered"]) == ([], False), lang
        page.evaluate("new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); })")
        assert cut_off(page, ".pass-line, .waits") == []
        page.close()

"""Law 5 on the screens: what nobody has seen is an alarm on all of them, and what has been seen looks the same."""

from __future__ import annotations

from kds.core.kitchen.report_shown import ReportShown
from kds.feed.hub import Hub
from tests.feed.watching import HouseStore, until, watch


async def test_alarms_are_told_at_once_and_taken_down(store: HouseStore, hub: Hub) -> None:
    wall, cold = await watch(hub), await watch(hub, "cold")
    await until(lambda: all(any(each["type"] == "alarms" for each in screen.heard) for screen in (wall, cold)))
    assert wall.alarms == []
    tickets = [{"ticket": "T8-1", "label": "A03", "station": "cold"}]
    store.alarms.raise_alarm("ticket_unseen", 5, "没有看到：A03", "Not seen: A03", tickets=tickets)
    await until(lambda: bool(wall.alarms and cold.alarms))
    said = {"code": "ticket_unseen", "since": 5, "message": {"zh": "没有看到：A03", "en": "Not seen: A03"}}
    assert wall.alarms == cold.alarms == [{**said, "tickets": [{"ticket": "T8-1", "label": "A03"}], "count": 1}]
    late = await watch(hub)
    await until(lambda: late.alarms == wall.alarms)
    store.alarms.clear("ticket_unseen")
    await until(lambda: not wall.alarms and not cold.alarms and not late.alarms)


async def test_being_seen_is_no_news_for_the_screens(store: HouseStore, hub: Hub) -> None:
    wall = await watch(hub)
    placed = store.house.order("tofu")
    store.commit()
    await until(lambda: placed.tickets[0] in wall.tickets)
    heard = len(wall.boards)
    store.house.do(ReportShown("wall", tuple(placed.tickets)))
    store.commit()
    later = store.house.order("tofu")
    store.commit()
    await until(lambda: later.tickets[0] in wall.tickets)
    assert len(wall.boards) == heard + 1
    assert placed.tickets[0] not in wall.boards[-1]["tickets"]

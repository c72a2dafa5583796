"""The alarms as walls hear them: of their own stations, and what a cook can mend at once comes first."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kds.feed.alarms import FOR_THE_OFFICE, alarms_frame
from kds.runtime.alarms import Alarms


def unseen(*stations: str) -> Alarms:
    """Tickets that nobody has seen, one at each of these stations."""
    alarms = Alarms()
    tickets = [{"ticket": f"T{n}", "label": f"A0{n}", "station": each} for n, each in enumerate(stations, 1)]
    counted = {each: stations.count(each) for each in stations}
    alarms.raise_alarm("ticket_unseen", 2, "zh", "en", tickets=tickets, stations=counted)
    return alarms


def heard(alarms: Alarms, *stations: str) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = json.loads(alarms_frame(alarms, stations or None))["alarms"]
    return shown


def test_alarms_that_name_tickets_come_before_those_that_may_stand_for_days() -> None:
    alarms = unseen("hot")
    alarms.raise_alarm("storage_failed", 1, "磁盘", "The disk")
    found = heard(alarms)
    assert [each["code"] for each in found] == ["ticket_unseen", "storage_failed"]
    assert found[0]["tickets"] == [{"ticket": "T1", "label": "A01"}]
    assert found[1]["message"] == {"zh": "磁盘 — 叫经理", "en": "The disk — call the manager"}


def test_a_wall_hears_of_its_own_stations_only_and_of_how_many() -> None:
    alarms = unseen("hot", "cold", "hot")
    (found,) = heard(alarms, "hot", "drinks")
    assert [each["ticket"] for each in found["tickets"]] == ["T1", "T3"]
    assert found["count"] == 2
    assert heard(alarms, "drinks") == []
    assert [each["count"] for each in heard(alarms)] == [3]


@pytest.mark.parametrize("code", sorted(FOR_THE_OFFICE))
def test_what_no_cook_can_mend_is_not_said_on_walls(code: str) -> None:
    alarms = Alarms()
    alarms.raise_alarm(code, 1, "zh", "en", stations=["bar"])
    assert heard(alarms) == []

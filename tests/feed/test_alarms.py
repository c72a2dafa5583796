"""The alarms as walls hear them: what a cook can mend at once comes first."""

from __future__ import annotations

import json

from kds.feed.alarms import alarms_frame
from kds.runtime.alarms import Alarms


def test_alarms_that_name_tickets_come_before_those_that_may_stand_for_days() -> None:
    alarms = Alarms()
    alarms.raise_alarm("station_hidden", 1, "zh", "en", stations=["bar"])
    alarms.raise_alarm("ticket_unseen", 2, "zh", "en", tickets=[{"ticket": "T1-1", "label": "A01"}])
    alarms.raise_alarm("clock_stepped", 3, "zh", "en")
    heard = json.loads(alarms_frame(alarms))["alarms"]
    assert [each["code"] for each in heard] == ["ticket_unseen", "station_hidden", "clock_stepped"]
    assert heard[0]["tickets"] == [{"ticket": "T1-1", "label": "A01"}]

"""How late a ticket is, is seen by every eye: the later, the brighter."""

from __future__ import annotations

import pytest

from kds.web.pages.lateness import APART, APART_VEILED, EYES, VEILS, lateness


@pytest.mark.parametrize("eye", EYES)
def test_the_later_the_brighter_and_each_age_stands_out_from_the_one_before(eye: str) -> None:
    rows = lateness()
    assert [each.age for each in rows] == ["fresh", "soon", "late", "critical"]
    shades = [each.luminance[eye] for each in rows]
    assert shades == sorted(shades)
    assert all(each.contrast[eye] >= APART for each in rows[1:])


@pytest.mark.parametrize("veil", VEILS)
def test_steam_and_a_bad_panel_leave_the_ages_apart(veil: str) -> None:
    rows = lateness()
    assert all(each.luminance[veil] < 1 for each in rows)
    assert all(APART_VEILED <= each.contrast[veil] < each.contrast["all colours"] for each in rows[1:])


def test_the_latest_is_white_and_what_is_on_time_is_dark() -> None:
    first, *_, last = lateness()
    assert last.luminance["all colours"] == pytest.approx(1.0)
    assert first.luminance["all colours"] < 0.06

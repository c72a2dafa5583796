"""PINs are not guessed at a device, and whoever knows theirs gets in elsewhere, or beside who does not."""

from __future__ import annotations

import asyncio

import pytest

from kds.web.pages.pins import QUICK, SLOW, WAITING_MOST, Pins
from tests.web.pads import PIN, WRONG, paired, works
from tests.web.served import Api


class Time:
    """Seconds that pass when they are told to."""

    s = 0.0

    def __call__(self) -> float:
        return self.s


@pytest.fixture
def time() -> Time:
    return Time()


async def guessed(pins: Pins, person: str, times: int, device: str = "till", address: str = "") -> list[str]:
    """What comes of so many wrong PINs."""
    return [await pins.tried(person, WRONG, device, address) for _ in range(times)]


async def test_who_guesses_waits_a_minute_and_then_an_hour(api: Api, time: Time) -> None:
    lin = await works(api, "Lin", "waiter")
    pins = Pins(api.store, api.people, time)
    looked_at = 0
    for _ in range(60):
        looked_at += (await guessed(pins, lin, QUICK.wrong + 1)).count("wrong")
        assert await pins.tried(lin, PIN, "till", "") == "wait", "the right one is not told from others either"
        time.s += QUICK.seconds + 1
    assert looked_at <= SLOW.wrong + QUICK.wrong
    time.s += SLOW.seconds
    assert await pins.tried(lin, PIN, "till", "") == "right"


async def test_the_same_person_gets_in_at_another_device_and_others_at_this_one(api: Api, time: Time) -> None:
    lin, may = await works(api, "Lin", "waiter"), await works(api, "May", "manager")
    pins = Pins(api.store, api.people, time)
    await guessed(pins, lin, QUICK.wrong, address="house")
    assert await pins.tried(lin, PIN, "till", "house") == "wait"
    assert await pins.tried(lin, PIN, "handheld", "house") == "right"
    assert await pins.tried(may, PIN, "till", "house") == "right"


async def test_who_guesses_at_everybody_has_few_tries_with_each_and_locks_nobody_out(api: Api, time: Time) -> None:
    staff = [await works(api, f"Waiter {n}", "waiter") for n in range(14)]
    last = await works(api, "Last", "waiter")
    pins = Pins(api.store, api.people, time)
    outcomes = [each for person in staff for each in await guessed(pins, person, QUICK.wrong, address="house")]
    assert outcomes.count("wrong") <= QUICK.of_place + QUICK.few * len(staff)
    assert outcomes[-1] == "wait"
    assert await pins.tried(last, PIN, "till", "house") == "right"
    assert await pins.tried(last, PIN, "handheld", "house") == "right"


async def test_a_hand_that_slips_begins_anew_with_the_right_pin(api: Api, time: Time) -> None:
    lin = await works(api, "Lin", "waiter")
    pins = Pins(api.store, api.people, time)
    for _ in range(3):
        await guessed(pins, lin, QUICK.wrong - 1)
        assert await pins.tried(lin, PIN, "till", "") == "right"


async def test_many_at_once_are_no_way_round_it_and_no_more_wait_than_can_be_looked_at(api: Api, time: Time) -> None:
    lin = await works(api, "Lin", "waiter")
    pins = Pins(api.store, api.people, time)
    outcomes = await asyncio.gather(*[pins.tried(lin, WRONG, "till", "") for _ in range(30)])
    assert outcomes.count("wrong") == QUICK.wrong
    many = await asyncio.gather(*[pins.tried(lin, PIN, f"till {n}", "") for n in range(2 * WAITING_MOST)])
    assert many.count("busy") == WAITING_MOST
    assert many.count("right") == WAITING_MOST


async def test_the_loop_goes_on_while_a_pin_is_looked_at(api: Api) -> None:
    lin, pad = await works(api, "Lin", "waiter"), await paired(api)
    asked = asyncio.create_task(pad.enter(lin))
    turns = 0
    while not asked.done():
        turns += 1
        await asyncio.sleep(0)
    assert turns > 20


async def test_no_pin_and_no_secret_is_logged(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    lin, pad = await works(api, "Lin", "waiter", "73519"), await paired(api)
    for _ in range(QUICK.wrong + 1):
        await pad.enter(lin, "73518")
    other = await paired(api, "Till 2")
    assert (await other.enter(lin, "73519")).json()["state"] == "right"
    said = "".join(capsys.readouterr())
    assert "pin_guessed" in said
    for secret in ("73518", "73519", "Lin", *pad.cookies.values(), *other.cookies.values()):
        assert secret not in said


async def test_the_pad_says_that_somebody_has_to_wait(api: Api) -> None:
    lin, pad = await works(api, "Lin", "waiter"), await paired(api)
    answers = [await pad.enter(lin, WRONG) for _ in range(QUICK.wrong + 1)]
    assert [each.status_code for each in answers] == [422] * QUICK.wrong + [429]
    assert answers[-1].json() == {"state": "wait"}

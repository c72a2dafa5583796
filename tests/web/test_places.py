"""How many live screens one token has: enough for its work, and never those of the kitchen."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from kds.feed.hub import SCREENS, TooManyScreens
from kds.storage.tokens import Role, Token
from kds.web.pages.places import OF_A_DEVICE, OF_A_PERSON, PEOPLES, Places


def token(name: str, role: Role = "waiter", screen: str | None = None) -> Token:
    return Token(name, role, name, None, 0, screen=screen)


def taken(places: Places, stack: ExitStack, who: Token, count: int) -> int:
    """How many of so many places that somebody asks for they get."""
    for got in range(count):
        try:
            stack.enter_context(places.taken(who))
        except TooManyScreens:
            return got
    return count


@pytest.mark.parametrize("role", OF_A_PERSON)
def test_one_token_has_as_many_as_its_work_needs_and_no_more(role: Role) -> None:
    places = Places()
    with ExitStack() as stack:
        assert taken(places, stack, token("one", role), SCREENS) == OF_A_PERSON[role]
        assert taken(places, stack, token("another", role), 1) == 1


def test_a_waiters_few_leave_nearly_all_walls() -> None:
    assert OF_A_PERSON["waiter"] <= SCREENS // 20


def test_a_device_shows_its_screen_while_it_comes_back() -> None:
    places = Places()
    with ExitStack() as stack:
        assert taken(places, stack, token("tv", "kitchen", "wall"), SCREENS) == OF_A_DEVICE


def test_however_many_people_there_are_the_devices_of_the_kitchen_have_their_places() -> None:
    places = Places()
    with ExitStack() as stack:
        people = [token(f"ann {number}") for number in range(SCREENS)]
        assert sum(taken(places, stack, each, 8) for each in people) == PEOPLES
        with pytest.raises(TooManyScreens), places.taken(token("bob", "manager")):
            pass
        devices = [token(f"tv {number}", "kitchen", "wall") for number in range(SCREENS - PEOPLES)]
        assert sum(taken(places, stack, each, 1) for each in devices) == len(devices)


def test_a_place_that_is_left_is_free_also_after_a_fault() -> None:
    places, waiter = Places(), token("ann")
    for _ in range(3 * PEOPLES):
        with pytest.raises(KeyError), places.taken(waiter):
            raise KeyError
    with ExitStack() as stack:
        assert taken(places, stack, waiter, SCREENS) == OF_A_PERSON["waiter"]

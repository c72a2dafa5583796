"""Law 6: a press acts on the ticket that stood in that slot when the person decided to press."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.feed.paint_history import CHANGES, FREE, GUARD_MS, Meant, PaintHistory, common

A, B, C = "T1-1", "T2-1", "T3-1"
OFFSETS = (50, 200, 340, 360, 600)
"""Milliseconds between a change and the press; the guard stands at 350."""


def history(*boards: tuple[int, tuple[str, ...]]) -> PaintHistory:
    """A screen on which these boards were painted, each at its moment."""
    made = PaintHistory()
    for seq, (at, cells) in enumerate(boards):
        made.sent(seq, cells, at)
    return made


def seen(screen: PaintHistory, stood: str, at: int) -> Meant:
    """What is known to have been seen."""
    meant = screen.seen(stood, at)
    assert meant is not None
    return meant


@pytest.mark.parametrize("offset", OFFSETS)
def test_a_ticket_that_arrives_is_meant_once_it_has_been_seen(offset: int) -> None:
    screen = history((0, (FREE,)), (10_000, (A,)))
    assert screen.resolve(1, 10_000 + offset) == (A if offset > GUARD_MS else FREE)


@pytest.mark.parametrize("offset", OFFSETS)
def test_a_newcomer_is_not_taken_for_what_stood_there(offset: int) -> None:
    screen = history((0, (A,)), (10_000, (FREE,)), (10_004, (B,)))
    assert screen.resolve(1, 10_004 + offset) == (B if offset > GUARD_MS else A)


@pytest.mark.parametrize("offset", OFFSETS)
def test_a_ticket_that_leaves_is_still_meant_for_a_while(offset: int) -> None:
    screen = history((0, (A, B)), (10_000, (FREE, B)))
    assert screen.resolve(1, 10_000 + offset) == (FREE if offset > GUARD_MS else A)
    assert screen.resolve(2, 10_000 + offset) == B


@pytest.mark.parametrize("offset", OFFSETS)
def test_a_ticket_that_changes_place_is_meant_where_it_was_seen(offset: int) -> None:
    screen = history((0, (A, B, FREE)), (10_000, (C, B, A)))
    seen = offset > GUARD_MS
    assert [screen.resolve(slot, 10_000 + offset) for slot in (1, 2, 3)] == ([C, B, A] if seen else [A, B, FREE])


def test_of_several_changes_in_a_moment_what_stood_before_them_all_is_meant() -> None:
    screen = history((0, (A,)), (10_000, (FREE,)), (10_100, (B,)), (10_200, (C,)))
    assert screen.resolve(1, 10_300) == A
    assert screen.resolve(1, 10_000 + GUARD_MS) == FREE
    assert screen.resolve(1, 10_100 + GUARD_MS) == B
    assert screen.resolve(1, 10_200 + GUARD_MS) == C


def test_what_stood_before_the_first_board_is_unknown() -> None:
    assert PaintHistory().resolve(1, 10_000) is None
    screen = history((10_000, (A,)))
    assert screen.resolve(1, 10_000 + GUARD_MS - 1) is None
    assert screen.resolve(1, 10_000 + GUARD_MS) == A


def test_a_slot_that_is_not_there_holds_nothing() -> None:
    screen = history((0, (A,)))
    assert [screen.resolve(slot, 10_000) for slot in (0, 2, -1)] == [FREE] * 3


def test_what_the_screen_says_of_its_painting_counts_from_then() -> None:
    screen = history((0, (A, B)), (10_000, (C, B)))
    screen.painted(1, 10_200)
    assert screen.resolve(1, 10_200 + GUARD_MS - 1) == A
    assert screen.resolve(1, 10_200 + GUARD_MS) == C
    assert screen.resolve(2, 10_300) == B


def test_a_board_is_never_painted_before_it_is_sent_or_after_the_next() -> None:
    screen = history((0, (A,)), (10_000, (B,)), (10_100, (C,)))
    screen.painted(1, 9_000)
    assert screen.resolve(1, 9_999 + GUARD_MS) == A
    screen.painted(1, 99_000)
    assert screen.resolve(1, 10_099 + GUARD_MS) == A
    assert screen.resolve(1, 10_100 + GUARD_MS) == C


@pytest.mark.parametrize("offset", OFFSETS)
def test_a_void_is_meant_once_it_has_been_seen(offset: int) -> None:
    screen = history((0, (A,)))
    screen.told({A: ("L1", "L2!")}, 10_000)
    assert screen.seen(A, 10_000 + offset) == Meant(A, ("L1", "L2"), ("L2",) if offset >= GUARD_MS else ())
    assert screen.seen(B, 10_000 + offset) == Meant(B, (), ())


def test_of_a_ticket_that_goes_on_elsewhere_the_lines_that_were_painted_are_meant() -> None:
    screen = history((0, (A,)))
    assert screen.seen(A, 10_000) == Meant(A, (), ())
    screen.told({A: ("L1", "L2")}, 10_000)
    screen.told({A: ("L1", "L2", "L3")}, 11_000)
    screen.told({}, 12_000)
    # It came cut off: that this was said a moment after the board says nothing of the lines that no one saw.
    assert seen(screen, A, 10_100).lines == ("L1", "L2")
    assert seen(screen, A, 10_900).lines == ("L1", "L2")
    assert seen(screen, A, 11_000 + GUARD_MS).lines == ("L1", "L2", "L3")
    assert seen(screen, A, 12_000 + GUARD_MS).lines == ()


def test_what_was_not_painted_is_not_meant() -> None:
    screen = history((0, (A, f"{B} L7")))
    assert screen.resolve(2, 10_000) == f"{B} L7"
    assert screen.seen(f"{B} L7", 10_000) == Meant(B, ("L7",), ())
    screen.told({A: (), B: ("L6", "L7!")}, 10_000)
    assert screen.seen(A, 10_000 + GUARD_MS) is None
    assert screen.seen(f"{B} L7", 10_000 + GUARD_MS) == Meant(B, ("L7",), ("L7",))
    screen.told({B: ("L6",)}, 11_000)
    assert screen.seen(f"{B} L7", 11_000 + GUARD_MS) is None


def test_where_one_screen_had_painted_nothing_nobody_knows() -> None:
    assert common([Meant(A, ("L1",), ()), None]) is None


def test_what_is_common_to_several_screens_is_what_all_of_them_painted() -> None:
    whole, some = Meant(A, (), ("L1",)), Meant(A, ("L1", "L2"), ("L1", "L2"))
    assert common([whole]) == whole
    assert common([whole, some]) == common([some, whole]) == Meant(A, ("L1", "L2"), ("L1",))
    assert common([some, Meant(A, ("L2", "L3"), ())]) == Meant(A, ("L2",), ())
    assert common([some, Meant(A, ("L3",), ())]) is None


@given(
    said=st.lists(st.tuples(st.integers(0, 400), st.sets(st.sampled_from(("L1", "L2", "L3!"))))),
    pressed_at=st.integers(-500, 9_000),
)
def test_what_is_said_of_lines_stays_small_and_no_void_is_invented(
    said: list[tuple[int, set[str]]], pressed_at: int
) -> None:
    screen, at, struck = PaintHistory(), 0, []
    for pause, lines in said:
        at += pause
        screen.told({A: tuple(lines)} if lines else {}, at)
        struck.append((at, "L3!" in lines))
    assert len(screen._told) <= CHANGES
    then = [each for since, each in struck if since <= pressed_at - GUARD_MS]
    assert seen(screen, A, pressed_at).voids == (("L3",) if then and then[-1] and _kept(struck, pressed_at) else ())


def _kept(struck: list[tuple[int, bool]], pressed_at: int) -> bool:
    """Whether what stood then is still remembered."""
    return any(since <= pressed_at - GUARD_MS for since, _ in struck[-CHANGES:])


def test_another_grid_begins_anew() -> None:
    screen = history((0, (A, B)), (10_000, (A, B, C)))
    assert screen.slots == 3
    assert screen.resolve(1, 10_100) is None


@given(
    changes=st.lists(st.tuples(st.integers(0, 400), st.sampled_from((FREE, A, B, C))), min_size=1, max_size=CHANGES),
    pressed_after=st.integers(-1_000, 8_000),
)
def test_a_press_means_what_stood_a_reaction_earlier(changes: list[tuple[int, str]], pressed_after: int) -> None:
    """Against the plain account of it: replay everything, and look at the moment of the decision."""
    screen, at, then = PaintHistory(), 10_000, []
    for seq, (pause, ticket) in enumerate(changes):
        at += pause
        screen.sent(seq, (ticket,), at)
        then.append((at, ticket))
    pressed_at = 10_000 + pressed_after
    stood = [ticket for since, ticket in then if since <= pressed_at - GUARD_MS]
    assert screen.resolve(1, pressed_at) == (stood[-1] if stood else None)


@given(st.lists(st.sampled_from((FREE, A, B, C)), max_size=500), st.integers(0, 20_000))
def test_however_long_it_runs_it_stays_small_and_never_guesses(tickets: list[str], pressed_at: int) -> None:
    screen = PaintHistory()
    for seq, ticket in enumerate(tickets):
        screen.sent(seq, (ticket,), seq * 10)
        screen.painted(seq, seq * 10 + 5)
    assert all(len(each) <= CHANGES for each in screen._slots)
    assert screen.resolve(1, pressed_at) in (None, *tickets)

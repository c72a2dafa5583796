"""A cart that a table shares: phones say what they know in any order, and all come to show the same."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.web.guests.carts import CART_BYTES, KNOWN_MOST, LINES_MOST, Cart, CartLine, CartPart, Chosen, Gone

BEEF = Chosen("beef", 1)
HUGE = tuple(CartPart("g" * 64, "d" * 64, 1, ("o" * 64,) * 9) for _ in range(20))


def line(id: str, rev: int = 1, by: str = "ann", gone: Gone = "", dish: str = "beef") -> CartLine:
    return CartLine(id, rev, "ann", by, None if gone else Chosen(dish, 1), gone)


def shown(cart: Cart) -> list[CartLine]:
    return sorted(cart.lines, key=lambda each: each.id)


said = st.lists(
    st.builds(
        line,
        st.sampled_from("abcd"),
        st.integers(1, 4),
        st.sampled_from(["ann", "ben"]),
        st.sampled_from(["", "removed", "sent"]),
        st.just("beef"),
    ),
    max_size=30,
)


@given(said, st.randoms(use_true_random=False))
def test_in_whatever_order_and_however_often_it_is_said_the_cart_is_the_same(
    lines: list[CartLine], chance: random.Random
) -> None:
    one, other = Cart(), Cart()
    for each in lines:
        one.put(each)
    again = lines + chance.sample(lines, len(lines) // 2)
    chance.shuffle(again)
    for each in again:
        other.put(each)
    assert shown(one) == shown(other)


@given(said, said)
def test_two_carts_are_one_whichever_takes_the_other(mine: list[CartLine], yours: list[CartLine]) -> None:
    both = [Cart(), Cart()]
    for cart, lines in zip(both, (mine, yours), strict=True):
        for each in lines:
            cart.put(each)
    one, other = Cart(), Cart()
    for cart, order in ((one, both), (other, both[::-1])):
        for taken in order:
            cart.merge(taken)
    assert shown(one) == shown(other)


@pytest.mark.parametrize(
    ("before", "after", "news"),
    [
        (line("a", 1), line("a", 2), True),
        (line("a", 2), line("a", 1), False),
        (line("a", 1), line("a", 1), False),
        (line("a", 1, "ann"), line("a", 1, "ben", dish="tofu"), True),
        (line("a", 1, "ben"), line("a", 1, "ann", dish="tofu"), False),
        (line("a", 1), line("a", 2, gone="removed"), True),
        (line("a", 2, gone="removed"), line("a", 3), True),
        (line("a", 1, gone="sent"), line("a", 9), False),
        (line("a", 1, gone="sent"), line("a", 9, gone="removed"), False),
        (line("a", 9, gone="removed"), line("a", 1, gone="sent"), True),
    ],
)
def test_whoever_wrote_last_has_written_it_and_what_is_sent_stays_sent(
    before: CartLine, after: CartLine, news: bool
) -> None:
    cart = Cart()
    cart.put(before)
    assert cart.put(after) is news
    assert cart.line("a") == (after if news else before)


def test_what_was_ordered_leaves_the_cart_once() -> None:
    cart = Cart()
    cart.put(line("a", 4))
    gone = cart.sent("a")
    assert gone is not None
    assert (gone.gone, gone.rev, gone.chosen) == ("sent", 5, None)
    assert cart.sent("a") is None
    assert cart.sent("never there") is None
    assert cart.there == 0


def test_a_full_cart_takes_no_more_lines_and_lets_those_change_that_are_there() -> None:
    cart = Cart()
    for place in range(LINES_MOST):
        assert cart.put(line(str(place)))
    assert not cart.put(line("one more"))
    assert cart.put(line("0", 2, dish="tofu"))
    assert cart.put(line("0", 3, gone="removed"))
    assert cart.put(line("one more"))


def test_only_so_much_is_remembered_of_what_is_gone() -> None:
    cart = Cart()
    cart.put(line("stays"))
    for place in range(2 * KNOWN_MOST):
        cart.put(line(str(place), gone="removed"))
    assert len(cart.lines) == KNOWN_MOST
    assert cart.line("stays") == line("stays")
    assert cart.line("0") is None
    assert cart.line(str(2 * KNOWN_MOST - 1)) is not None


def test_what_somebody_chose_who_has_gone_away_goes_with_them() -> None:
    cart = Cart()
    cart.guests.update(ann="Ann", ben="Ben")
    cart.put(CartLine("a", 1, "ann", "ben", BEEF))
    cart.put(CartLine("b", 1, "ben", "ann", BEEF))
    assert cart.drop_of("ann") == ["a"]
    assert [each.id for each in cart.lines] == ["b"]
    assert cart.guests == {"ben": "Ben"}


def test_a_cart_has_room_for_so_many_bytes_and_no_line_for_more_than_its_share() -> None:
    cart, note = Cart(), "字" * 500
    assert not cart.put(
        CartLine("huge", 1, "ann", "ann", Chosen("x", 1, note=note, options=("o" * 64,) * 40, parts=HUGE))
    )
    taken = [cart.put(CartLine(f"l{n}", 1, "ann", "ann", Chosen("x", 1, note=note))) for n in range(LINES_MOST)]
    assert 0 < sum(taken) < LINES_MOST
    assert cart.bytes <= CART_BYTES
    before = cart.bytes
    assert cart.put(CartLine("l0", 2, "ann", "ann", None, "removed"))
    assert cart.bytes < before, "what is gone makes room"
    assert cart.put(CartLine("l0", 3, "ann", "ann", Chosen("x", 1, note=note)))
    assert cart.bytes == before

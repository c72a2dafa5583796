"""Sums shared out to the cent: by largest remainder, so that the shares are the sum and nobody's is below zero.

| sum     | over                  | shares              |                                                  |
|---------|-----------------------|---------------------|--------------------------------------------------|
| ¥0.02   | 4 equal               | 1, 1, 0, 0          | of equal remainders the earlier goes first       |
| ¥100.00 | 3 equal               | 3334, 3333, 3333    |                                                  |
| ¥10.00  | lines of 5800, 1200   | 829, 171            | 828.57 and 171.43: the larger remainder goes up  |
| ¥1.00   | three lines at 0      | 34, 33, 33          | without any weight all weigh the same            |
"""

from __future__ import annotations

from collections.abc import Sequence

from kds.core.types import Minor, Permille


def allocate(total: Minor, weights: Sequence[int]) -> list[Minor]:
    """The shares of `total`, which is not below zero, by these weights, of which none is; there is at least one."""
    if not any(weights):
        weights = [1] * len(weights)
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda each: (-(total * weights[each] % whole), each))
    for each in by_remainder[: total - sum(shares)]:
        shares[each] += 1
    return shares


def equal_shares(total: Minor, parts: int) -> list[Minor]:
    """So many shares that differ by one at most, the larger ones first."""
    return allocate(total, [1] * parts)


def off(base: Minor, permille: Permille) -> Minor:
    """A share that is taken off: what is left is rounded down, so this is rounded up."""
    return -(-base * permille // 1000)


def on(base: Minor, permille: Permille) -> Minor:
    """A share that is put on: rounded down."""
    return base * permille // 1000

"""By what a client's address counts: whoever has many addresses has one."""

from __future__ import annotations

import pytest

from kds.web.addresses import address_of, is_ours


@pytest.mark.parametrize(
    ("host", "address", "ours"),
    [
        ("10.0.0.7", "10.0.0.7", False),
        ("::ffff:10.0.0.7", "10.0.0.7", False),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", False),
        ("fe80::1%eth0", "fe80::/64", False),
        ("127.0.0.1", "127.0.0.1", True),
        ("::ffff:127.0.0.1", "127.0.0.1", True),
        ("::1", "::/64", True),
        ("", "", True),
        ("testclient", "testclient", False),
    ],
)
def test_by_what_an_address_counts_and_whether_it_is_this_machine(host: str, address: str, ours: bool) -> None:
    assert address_of(host) == address
    assert is_ours(address) is ours

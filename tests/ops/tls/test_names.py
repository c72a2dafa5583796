"""What a certificate may speak for."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.ops.tls.names import HOST, MOST, CertificateError, Names, names_of, own_names


def test_names_and_addresses_are_told_apart_and_each_stands_once() -> None:
    given = ["KDS.lan", "kds.lan.", " 192.168.1.10", "kds", "fd00::0001", "[fd00::1]", "8.kds.example.cn"]
    assert names_of(given) == Names(("kds.lan", "kds", "8.kds.example.cn"), ("192.168.1.10", "fd00::1"))


@pytest.mark.parametrize(
    "wrong", ["", "kds_1.lan", "-kds", "https://kds.lan", "8.8.8.8", "2001:db8::1", "1.2.3", "*.lan", "a" * 64, "a b"]
)
def test_what_is_neither_is_named(wrong: str) -> None:
    with pytest.raises(CertificateError, match="neither a name nor an address") as refused:
        names_of(["kds.lan", wrong])
    assert f"“{wrong.strip()}”" in str(refused.value)


def test_there_is_a_limit() -> None:
    assert len(names_of([f"a{n}" for n in range(MOST)]).hosts) == MOST
    with pytest.raises(CertificateError, match=f"{MOST} names"):
        names_of([f"a{n}" for n in range(MOST + 1)])


@given(st.ip_addresses())
def test_an_address_is_taken_where_it_is_of_a_network_of_ones_own(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if address.is_global:
        with pytest.raises(CertificateError):
            names_of([str(address)])
    else:
        try:
            assert names_of([str(address)]).addresses == (str(address),)
        except CertificateError:
            assert not any(address in each for each in map(ipaddress.ip_network, ("10.0.0.0/8", "fd00::/8")))


def test_a_machine_has_its_own_names_and_reaches_itself() -> None:
    own = own_names()
    assert "localhost" in own.hosts
    assert "127.0.0.1" in own.addresses
    assert all(HOST.match(each) for each in own.hosts)
    assert names_of(own.all) == own


def test_joined_they_keep_their_order() -> None:
    one, other = Names(("b", "a"), ("10.0.0.2",)), Names(("a", "c"), ("10.0.0.1", "10.0.0.2"))
    assert one.joined(other) == Names(("b", "a", "c"), ("10.0.0.2", "10.0.0.1"))

"""By what a client's address counts, where something is limited for each."""

from __future__ import annotations

import ipaddress

OURS = frozenset({"", "::/64"})
"""What this machine counts as, beside 127.0.0.0/8: a client without an address, and ::1."""


def address_of(host: str) -> str:
    """Of IPv6 the network, in which anybody has as many addresses as they like; of IPv4 within IPv6 the IPv4."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if address.version == 4:
        return str(address)
    mapped = address.ipv4_mapped
    return str(mapped) if mapped is not None else str(ipaddress.ip_network((int(address), 64), strict=False))


def is_ours(address: str) -> bool:
    """Whether it is this machine itself."""
    return address in OURS or address.startswith("127.")

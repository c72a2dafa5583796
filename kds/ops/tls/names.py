"""What a certificate speaks for: the names and addresses by which devices reach the box."""

from __future__ import annotations

import contextlib
import fcntl
import ipaddress
import re
import socket
import struct
from collections.abc import Iterable
from typing import NamedTuple

from kds.storage.data_dir import DataDirError

MOST = 40
"""Names and addresses of a certificate."""
HOST = re.compile(r"(?=.{1,120}\Z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\Z")
OWN_NETWORKS = tuple(
    ipaddress.ip_network(each)
    for each in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "100.64.0.0/10",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)
"""The authority speaks for these alone: on a phone that trusts it, whoever stole its key can be no bank."""
GET_ADDRESS = 0x8915
"""SIOCGIFADDR of Linux."""


class CertificateError(DataDirError):
    """What keeps a certificate from being made, in words for the person at the keyboard."""


class Names(NamedTuple):
    """Host names, and addresses as text, each once and in order."""

    hosts: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.hosts or self.addresses)

    @property
    def all(self) -> tuple[str, ...]:
        """Names first."""
        return (*self.hosts, *self.addresses)

    def joined(self, others: Names) -> Names:
        """These, and then those of the others that are none of these."""
        return Names(*[tuple(dict.fromkeys((*mine, *more))) for mine, more in zip(self, others, strict=True)])


def names_of(given: Iterable[str]) -> Names:
    """What a person wrote, told apart. Raises `CertificateError` with what is neither."""
    hosts: dict[str, None] = {}
    addresses: dict[str, None] = {}
    for each in given:
        text = each.strip().lower().rstrip(".")
        address = _address(text)
        if address:
            addresses[address] = None
        elif HOST.match(text) and not text.replace(".", "").isdigit():
            hosts[text] = None
        else:
            wrong = each.strip()[:120]
            raise CertificateError(
                f"“{wrong}” is neither a name nor an address of a network of one's own; "
                "write it like kds.lan or 192.168.1.10"
            )
    if len(hosts) + len(addresses) > MOST:
        raise CertificateError(f"a certificate bears {MOST} names and addresses at most")
    return Names(tuple(hosts), tuple(addresses))


def own_names() -> Names:
    """What this machine calls itself, and the addresses that it has in networks of one's own."""
    name = socket.gethostname().lower().partition(".")[0]
    hosts = (name, f"{name}.local") if HOST.match(name) and name != "localhost" else ()
    found = [_address(each) for each in _interfaces()]
    return Names((*hosts, "localhost"), tuple(dict.fromkeys(["127.0.0.1", *sorted(each for each in found if each)])))


def _address(text: str) -> str:
    """An address of such a network as it is written shortest; "" where it is none."""
    with contextlib.suppress(ValueError):
        address = ipaddress.ip_address(text.strip("[]"))
        if any(address in network for network in OWN_NETWORKS if network.version == address.version):
            return str(address)
    return ""


def _interfaces() -> list[str]:
    """The IPv4 addresses that this machine has now."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        for _, name in socket.if_nameindex()[:MOST]:
            with contextlib.suppress(OSError):  # it has none
                told = fcntl.ioctl(asked, GET_ADDRESS, struct.pack("256s", name.encode()[:15]))
                found.append(socket.inet_ntoa(told[20:24]))
    return found

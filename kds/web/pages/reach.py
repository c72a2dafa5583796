"""By which address devices and phones reach the house: what it says itself, or else what this browser came by.

Whether anything answers there depends on where the server listens: on this machine alone, unless it is told otherwise.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.requests import Request

from kds.core.state import State

ELSEWHERE = ("192.0.2.1", 9)
"""An address of nobody's (RFC 5737), to which nothing is sent: the system says from where it would be."""


class Reach(NamedTuple):
    """`said`: the house has said so. `alone`: no other device comes by it. `guess`: one that may do, or "".

    `shut`: the server listens on this machine alone, so that nothing answers other devices, by whatever address.
    `port`: where it listens. `other_port`: the address says another port of this very machine.
    """

    address: str
    said: bool
    alone: bool
    guess: str
    shut: bool
    port: int
    other_port: bool

    @property
    def best(self) -> str:
        """What another device is told to open: the address, or the guess where that one is this machine's alone."""
        return self.guess if self.alone and self.guess else self.address

    @property
    def open(self) -> bool:
        """Whether another device comes in by it, as far as the server knows."""
        return not (self.alone or self.shut or self.other_port)

    @property
    def host(self) -> str:
        """Without http://."""
        return self.address.partition("//")[2]


def reach_of(state: State, request: Request) -> Reach:
    """How the house is reached."""
    house = state.day.house.value
    said = "" if house is None else house.address
    address = said or f"{request.url.scheme}://{request.url.netloc}"
    alone = is_alone(address.partition("//")[2])
    port = f":{request.url.port}" if request.url.port else ""
    own = own_address()
    guess = f"{request.url.scheme}://{own}{port}" if own and alone else ""
    shut = _is_shut(request, address)
    served = int((request.scope.get("server") or ("", 0))[1] or 0)
    there = urlsplit(address)
    other_port = there.scheme == "http" and bool(own) and there.hostname == own and (there.port or 80) != served
    return Reach(address, bool(said), alone, guess, shut, served, other_port)


def _is_shut(request: Request, address: str) -> bool:
    """Whether nobody but this machine is heard. What came here by another name, or is to come by HTTPS, was passed
    on by something in front of the server, which other devices reach.
    """
    return bool(request.app.state.alone) and is_alone(request.url.netloc) and not address.startswith("https:")


def is_alone(host: str) -> bool:
    """Whether that is this machine's name for itself, which means another machine everywhere else."""
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    if name == "localhost" or name.endswith(".localhost"):
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    return False


def own_address() -> str:
    """What this machine is called in its network; "" where it is in none."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as route:
        route.connect(ELSEWHERE)
        found = str(route.getsockname()[0])
        return "" if is_alone(found) else found
    return ""

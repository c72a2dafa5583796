"""By which address devices and phones reach the house: what it says itself, or else what this browser came by."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from typing import NamedTuple

from starlette.requests import Request

from kds.core.state import State

ELSEWHERE = ("192.0.2.1", 9)
"""An address of nobody's (RFC 5737), to which nothing is sent: the system says from where it would be."""


class Reach(NamedTuple):
    """`said`: the house has said so. `alone`: no other device comes by it. `guess`: one that may do, or ""."""

    address: str
    said: bool
    alone: bool
    guess: str

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
    own = own_address() if alone else ""
    return Reach(address, bool(said), alone, f"{request.url.scheme}://{own}{port}" if own else "")


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

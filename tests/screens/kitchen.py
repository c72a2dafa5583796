"""A kitchen to look at: the small house on a real server, a process of its own that can be killed and come back."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import httpx2
from msgspec.structs import replace

from kds.bootstrap import running_store
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import Table
from kds.core.menu.change_menu import ChangeMenu
from kds.core.types import Command
from kds.runtime.messages import HOUSE
from kds.storage import data_dir
from kds.storage.tokens import Role
from tests.house import FOUNDING, dish
from tests.live import warm
from tests.live.aside import aside

READY_S = 20.0
PEOPLE: tuple[Role, ...] = ("manager", "kitchen", "waiter", "owner")
QUICK_MS = 4_000
"""The standard time of the dish `quick`: soon after 2.8 s, late after 4, critical after 6."""


def founding(more_tables: int = 0) -> tuple[Command, ...]:
    """The small house, with a dish that ages while one looks, and tables B01, B02 … besides its own."""
    quick = replace(dish("quick"), standard_ms=QUICK_MS)
    more = tuple(Table(f"B{n:02}", "hall", 4) for n in range(1, more_tables + 1))
    made: list[Command] = []
    for each in FOUNDING:
        if isinstance(each, ChangeMenu):
            made.append(replace(each, dishes=(*each.dishes, quick)))
        elif isinstance(each, ChangeFloor):
            made.append(replace(each, tables=(*each.tables, *more)))
        else:
            made.append(each)
    return tuple(made)


class Kitchen:
    """A server on a port of its own, the hands of the house, and what its ledger says.

    `command` is how it is begun where it is not one of those that begin at once.
    """

    command: tuple[str, ...] = ()
    ready_s = READY_S

    def __init__(self, data: Path, commands: Sequence[Command] | None = None) -> None:
        self.data = data
        data_dir.create(data)
        self.secrets = aside(self.found(commands or founding()))
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: warm.Served | subprocess.Popen[bytes] | None = None
        self._keys = count(1)
        self._placed: list[str] = []
        self._held: list[str] = []
        self._http = httpx2.Client(base_url=self.url, trust_env=False, timeout=10)

    async def found(self, commands: Sequence[Command]) -> dict[str, str]:
        """Open the house; the secret of each of its people."""
        async with running_store(self.data) as house:
            for command in commands:
                await house.store.submit(command, HOUSE)
            return {role: (await house.tokens.create(role, role))[1] for role in PEOPLE}

    def _begun(self, arguments: Sequence[str], log: Path) -> warm.Served | subprocess.Popen[bytes]:
        if not self.command:
            return warm.serve(arguments, log)
        with log.open("ab") as said:
            return subprocess.Popen([*self.command, *arguments], stdout=said, stderr=said)

    def start(self) -> None:
        """Serve, and wait until orders are taken."""
        self._process = self._begun(["--data", str(self.data), "--port", str(self.port)], self.data / "server.log")
        deadline = time.monotonic() + self.ready_s
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                if self._http.get("/healthz").status_code == 200:
                    return
            except httpx2.TransportError:
                time.sleep(0.02)
        raise AssertionError((self.data / "server.log").read_text())

    def kill(self) -> None:
        """The power goes."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """The server is stopped in peace."""
        self._end(signal.SIGTERM)
        self._http.close()

    def freeze(self) -> None:
        """The server neither answers nor goes away."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """The frozen server goes on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(20)
            self._process = None

    def post(self, path: str, body: Any = None, status: int = 200) -> Any:
        """A POST below /api/v1 as the manager."""
        answer = self._http.post(
            f"/api/v1{path}",
            json=body or {},
            headers=self._headers(),
        )
        assert answer.status_code == status, answer.text
        return answer.json()

    def get(self, path: str) -> Any:
        """A GET below /api/v1 as the manager."""
        answer = self._http.get(f"/api/v1{path}", headers=self._headers())
        assert answer.status_code == 200, answer.text
        return answer.json()

    def _headers(self) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.secrets['manager']}",
            "Idempotency-Key": f"k{time.monotonic_ns()}-{next(self._keys)}",
        }

    def order(self, *lines: Any, table: str | None = "A01", **more: Any) -> Any:
        """Order; a bare name is one portion. `table` None is for a service without one."""
        wanted = [{"dish": line, "qty": 1} if isinstance(line, str) else line for line in lines]
        placed = self.post("/rounds", {"channel": "scan", "table": table, "lines": wanted, **more}, 201)
        self._placed.extend(placed["tickets"])
        if more.get("fire") == "hold":
            self._held.extend(line["line"] for line in placed["lines"])
        return placed

    def tidy(self) -> None:
        """Make all that was ordered here, so that the next test finds an empty kitchen."""
        if self._process is None:
            self.start()
        for line in self._held:
            self._http.post(f"/api/v1/lines/{line}/fire", json={}, headers=self._headers())
        for ticket in self._placed:
            self._http.post(f"/api/v1/tickets/{ticket}/bump", json={}, headers=self._headers())
        self._placed.clear()
        self._held.clear()

    def ticket(self, *lines: Any, table: str = "A01", **more: Any) -> str:
        """Order what makes one ticket, and give its id."""
        (ticket,) = self.order(*lines, table=table, **more)["tickets"]
        assert isinstance(ticket, str)
        return ticket

    def events(self, kind: str) -> list[Any]:
        """The public events of a type, from the beginning."""
        told = self.get("/events?since=0&limit=1000")
        return [event["data"] for event in told["events"] if event["type"] == kind]


K = TypeVar("K", bound=Kitchen)


def running(made: K) -> Iterator[K]:
    """It, while it is served."""
    made.start()
    yield made
    made.stop()

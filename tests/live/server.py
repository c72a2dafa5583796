"""A `kds serve` of the test's own: started, stopped, killed, and started again on the same port."""

from __future__ import annotations

import contextlib
import os
import random
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from kds import bootstrap
from kds.ops.tokens import open_tokens
from kds.storage import data_dir
from kds.storage.tokens import ROLES
from tests.live.aside import aside

ROOT = Path(__file__).resolve().parents[2]
KDS = (sys.executable, "-m", "kds")
RUNNER = (sys.executable, "-m", "tests.live.runner")
"""The server with a part exchanged for one that a test can command: see runner.py."""
GONE = ("", "Z", "X")
"""States of a process that does nothing any more."""
READY_S = 30.0
STOP_S = 20.0
PORTS = range(18_000, 30_000)
"""Below the ports that the kernel gives to clients: one of those, retrying, could else connect to itself and keep
a server that comes back from its own port."""


class House(NamedTuple):
    """A store that is not served yet, and the tokens by which it is spoken to: role → secret."""

    data: Path
    tokens: dict[str, str]

    def copied_to(self, data: Path) -> House:
        """The same store once more, in a directory of its own."""
        shutil.copytree(self.data, data, dirs_exist_ok=True, ignore=shutil.ignore_patterns("control", "lock"))
        return House(data, self.tokens)


def new_house(data: Path) -> House:
    """A demo restaurant with a token for each role; `guest` is for table A01."""
    data_dir.create(data)
    aside(bootstrap.found(data, None))
    return with_tokens(data)


def with_tokens(data: Path) -> House:
    """The store in `data` with a token for each role; `guest` is for table A01."""
    tables = {"guest": "A01"}

    async def make() -> dict[str, str]:
        async with open_tokens(data) as tokens:
            return {role: (await tokens.create(role, role, tables.get(role)))[1] for role in ROLES}

    return House(data, aside(make()))


def state_of(pid: int) -> str:
    """R runs, S sleeps, T stands still, Z has ended, "" is not there."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _living(pids: set[int]) -> set[int]:
    """Those that do something: a process that is ending has its files open for a moment after its words are gone."""
    return {pid for pid in pids if state_of(pid) not in (*GONE, "T")}


def free_port() -> int:
    """A port on which nobody listens."""
    while True:
        port = random.choice(PORTS)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


class Server:
    """A server process on a house; as a context it is killed at the end. Its log is in `<data>.log`."""

    def __init__(
        self,
        house: House,
        *,
        command: Sequence[str] = (*KDS, "serve"),
        env: dict[str, str] | None = None,
    ) -> None:
        self.house = house
        self.command = command
        self.env = env
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = house.data.with_suffix(".log")
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    @property
    def running(self) -> subprocess.Popen[bytes]:
        """The process, which must have been started."""
        assert self.process is not None, "the server was not started"
        return self.process

    def start(self) -> None:
        """Start, and wait until orders are taken."""
        self.launch()
        self.wait_ready()

    def launch(self) -> None:
        """Start, without waiting."""
        command = [*self.command, "--data", str(self.house.data), "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=subprocess.PIPE, stderr=log)

    def wait_ready(self, timeout_s: float = READY_S) -> None:
        """Wait for the line that says that orders are taken. Raises `RuntimeError` with the log's end."""
        process = self.running
        assert process.stdout is not None
        said, deadline = b"", time.monotonic() + timeout_s
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while b"\n" not in said:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise RuntimeError(f"not ready after {timeout_s} s; its log ends:\n{self.log_end()}")
                part = os.read(process.stdout.fileno(), 4096)
                if not part:
                    raise RuntimeError(f"ended with {process.wait()}; its log ends:\n{self.log_end()}")
                said += part
        if not said.startswith(b"ready at "):
            raise RuntimeError(f"said {said!r}")

    def stop(self) -> int:
        """SIGTERM; the exit status of the process, once it has ended by itself."""
        process = self.running
        process.send_signal(signal.SIGTERM)
        status = process.wait(STOP_S)
        self._forget()
        return status

    def kill(self) -> None:
        """SIGKILL, whatever it is doing. What follows ends by itself, and is waited for unless it stands still."""
        if self.process is not None:
            followers = set(self.followers())
            self.process.kill()
            self.process.wait()
            self._forget()
            give_up_at = time.monotonic() + STOP_S
            while (followers := _living(followers | set(self.followers()))) and time.monotonic() < give_up_at:
                time.sleep(0.005)

    def followers(self) -> list[int]:
        """The processes that follow this house."""
        words = f"\0follow\0--data\0{self.house.data}\0".encode()
        found = []
        for command in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                if words in command.read_bytes():
                    found.append(int(command.parent.name))
        return sorted(found)

    def _forget(self) -> None:
        process, self.process = self.running, None
        if process.stdout is not None:
            process.stdout.close()

    def verify(self) -> str:
        """What is wrong with the ledger or the state that `kds verify` compares, or "" where they are sound."""
        done = subprocess.run(
            [*KDS, "verify", "--data", str(self.house.data)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        return "" if done.returncode == 0 else f"kds verify: {done.stdout} {done.stderr}"

    def log_end(self) -> str:
        """The last of what the server said on standard error."""
        return self.log.read_text(errors="replace")[-3000:]

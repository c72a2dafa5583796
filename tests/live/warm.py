"""Servers that begin at once: a process in which all of kds is loaded already forks one for each that is asked for.

They are `kds serve` without followers, for tests that open one server after another and look at its pages. What a start
itself does is tested with `kds serve` (server.py). Asked for by a line of JSON on standard input, the arguments and the
file of the log; answered by a line with the number of the process.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import random
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from kds import bootstrap, cli
from kds.feed.ahead import compile_all


class Served:
    """A server that was forked: by its file descriptor, for its number may come again."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._fd = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Something, once it has ended."""
        with selectors.DefaultSelector() as ends:
            ends.register(self._fd, selectors.EVENT_READ)
            return 0 if ends.select(0) else None

    def send_signal(self, number: signal.Signals) -> None:
        """A signal, unless it has ended."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._fd, number)

    def wait(self, seconds: float) -> None:
        """Until it has ended; `TimeoutError` if it does not."""
        with selectors.DefaultSelector() as ends:
            ends.register(self._fd, selectors.EVENT_READ)
            if not ends.select(seconds):
                raise TimeoutError(f"the server {self.pid} does not end")
        os.close(self._fd)


@functools.cache
def _warm() -> subprocess.Popen[str]:
    """The process that forks, one for each process of tests."""
    made = subprocess.Popen([sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert made.stdin is not None
    atexit.register(made.stdin.close)
    return made


def serve(arguments: Sequence[str], log: Path) -> Served:
    """A `kds serve` with these arguments."""
    warm = _warm()
    assert warm.stdin is not None
    assert warm.stdout is not None
    warm.stdin.write(json.dumps([list(arguments), str(log)]) + "\n")
    warm.stdin.flush()
    return Served(int(warm.stdout.readline()))


def main() -> None:
    """Fork until standard input ends."""
    compile_all()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system reaps
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the tests, which then end their servers
    for line in sys.stdin:
        arguments, log = json.loads(line)
        child = os.fork()
        if not child:
            _serve(arguments, log)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


def _serve(arguments: list[str], log: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(said, stream)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    random.seed()
    time.tzset()
    bootstrap.FOLLOWERS = {}  # type: ignore[attr-defined]
    try:
        cli.main(["serve", *arguments], standalone_mode=True)
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()

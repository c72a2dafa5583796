"""A serial bar that is none: a pseudo-terminal, the daemon as a process of its own, and a wall beside it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import tty
from pathlib import Path
from types import TracebackType
from typing import Self

RUN = (sys.executable, "-c", "from bumpbar.cli import main; main()", "run", "--config")


class Line:
    """The bar's end of a serial line."""

    def __init__(self) -> None:
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self.port = os.ttyname(self._slave)

    def send(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def close(self) -> None:
        os.close(self._master)
        os.close(self._slave)


class DaemonProcess:
    """`bumpbar run`; killed at the end."""

    def __init__(self, folder: Path, server: str, token: str, line: Line, screen: str, expire_s: int = 30) -> None:
        self._config = folder / "bumpbar.toml"
        self.log = folder / "bumpbar.log"
        self.outbox = folder / "outbox"
        self._config.write_text(
            f'server = "{server}"\noutbox = "{self.outbox}"\nexpire_s = {expire_s}\n'
            f'[screens.{screen}]\ntoken = "{token}"\n'
            f'[bars.hot]\nkeymap = "serial9600"\nscreens = ["{screen}"]\nport = "{line.port}"\n'
        )
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([*RUN, str(self._config)], stdout=log, stderr=log)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def said(self) -> str:
        return self.log.read_text()

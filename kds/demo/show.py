"""The demo: a restaurant that opens, a server for it, and a dinner in a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from kds.ops.tokens import open_tokens
from kds.storage import data_dir
from kds.storage.tokens import Role

STOP_S = 15
"""Seconds that a process gets to stop before it is killed."""
TOKENS = "KDS_DEMO_TOKENS"
"""The environment variable that hands the dinner its tokens: arguments can be read by anybody on the machine."""


class Pass(NamedTuple):
    """A token of the demo and who it is for."""

    role: Role
    name: str
    table: str | None = None


PASSES: dict[str, Pass] = {
    "guest": Pass("integration", "the demo's guests"),
    "waiter": Pass("waiter", "the demo's waiters"),
    "kitchen": Pass("kitchen", "the demo's kitchen"),
    "manager": Pass("manager", "the demo's manager"),
    "A01": Pass("guest", "a phone at table A01", "A01"),
}


LINKS = {
    "/": "manager",
    "/screens/kitchen": "kitchen",
    "/screens/soup_base": "kitchen",
    "/floor": "waiter",
    "/cashier": "manager",
}
"""The pages to which links lead, and who opens them."""


class ServerFailed(Exception):
    """The server did not come up; its own words are on standard error."""


def run(data: Path | None, host: str, port: int, dinner: Sequence[str], open_house: Callable[[Path], None]) -> int:
    """Open the restaurant in `data` (None: a folder that goes with the demo), and run a dinner until it ends or Ctrl-C.

    `open_house` founds the demo house in a new store; `dinner` are the dinner's own options. Returns the exit
    status: the dinner's, whose audit says whether every order that was acknowledged is there.
    """
    with contextlib.ExitStack() as stack:
        stack.enter_context(_stoppable())
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kds-demo-")))
        if not (folder / "ledger.db").exists():
            data_dir.create(folder)
            open_house(folder)
        secrets = _passes(folder)
        try:
            address = stack.enter_context(_server(folder, host, port))
            _print_addresses(address, secrets, _links(folder))
            return stack.enter_context(_dinner(address, secrets, dinner)).wait()
        except KeyboardInterrupt:
            return 0


def _passes(folder: Path) -> dict[str, str]:
    async def make() -> dict[str, str]:
        async with open_tokens(folder) as tokens:
            return {key: (await tokens.create(each.role, each.name, each.table))[1] for key, each in PASSES.items()}

    return asyncio.run(make())


def _links(folder: Path) -> dict[str, str]:
    """The ends of links, each good once: they are asked of the server that runs by now."""

    async def make() -> dict[str, str]:
        async with open_tokens(folder) as tokens:
            made = {page: await tokens.create_link(PASSES[who].role, PASSES[who].name) for page, who in LINKS.items()}
        return {page: f"{page}?token={secret}" for page, (_, secret) in made.items()}

    return asyncio.run(make())


@contextlib.contextmanager
def _server(folder: Path, host: str, port: int) -> Iterator[str]:
    options = ["--data", str(folder), "--host", host, "--port", str(port), "--design"]
    command = [sys.executable, "-m", "kds", "serve", *options]
    with _process(command, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        words = server.stdout.readline().decode().split()
        if words[:1] != ["ready"]:
            raise ServerFailed("the server did not start; see above")
        yield words[-1]


@contextlib.contextmanager
def _dinner(address: str, secrets: dict[str, str], options: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    given = {**os.environ, TOKENS: " ".join(secrets[key] for key in ("guest", "waiter", "kitchen", "manager"))}
    with _process([sys.executable, "-m", "kds", "dinner", address, *options], env=given) as dinner:
        yield dinner


@contextlib.contextmanager
def _process(
    command: Sequence[str], env: dict[str, str] | None = None, stdout: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    # A group of its own: Ctrl-C at the keyboard reaches this process alone, which stops the others in order.
    process = subprocess.Popen(command, env=env, stdout=stdout, start_new_session=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Let SIGTERM stop the demo as Ctrl-C does."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _print_addresses(address: str, secrets: dict[str, str], links: dict[str, str]) -> None:
    click.echo(
        f"""
  沸云楼火锅 · Feiyun House Hotpot is open. Each link is good once: it signs that browser in.

  Start page      {address}{links["/"]}
  Kitchen wall    {address}{links["/screens/kitchen"]}
  Hotpot bases    {address}{links["/screens/soup_base"]}
  The floor       {address}{links["/floor"]}
  The cashier     {address}{links["/cashier"]}
  Pair a screen   {address}/screens
  The design      {address}/design
  The interface   {address}/api/v1/openapi.json

  Login codes, for {address}/sign-in and for programs:

  A manager       {secrets["manager"]}
  The kitchen     {secrets["kitchen"]}
  A waiter        {secrets["waiter"]}
  A phone at A01  {secrets["A01"]}

  Ctrl-C closes the restaurant.
""",
    )

"""A whole dinner, as `kds demo` runs it: in a process of its own, against a real server that does not always live."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from kds.core.decide import Outcome
from kds.core.types import Refusal
from kds.demo.show import TOKENS
from kds.web.api import ROUTES
from kds.web.routes import Post
from tests.core.plays import Move
from tests.laws.dinner import dine
from tests.live.server import KDS, ROOT, Server, new_house

pytestmark = pytest.mark.slow

PATIENCE_S = 90
EVERY_DINNER = {"PlaceRound", "StartTicket", "BumpTicket", "ServeLine", "PayBill", "ClearSession"}
"""What is done at any dinner, by the names of the commands; all else is left to chance."""
RUNS = 100
"""Of the state machine at most, until every deed was done."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server(new_house(tmp_path / "data")) as server:
        yield server


def begin(server: Server, *options: str) -> "subprocess.Popen[str]":
    tokens = server.house.tokens
    secrets = " ".join(tokens[role] for role in ("integration", "waiter", "kitchen", "manager"))
    command = [*KDS, "dinner", server.url, *options]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, TOKENS: secrets}, stdout=subprocess.PIPE, text=True)


def events(server: Server, *types: str) -> list[str]:
    """The types of the public events so far, of those asked for."""
    headers = {"Authorization": f"Bearer {server.house.tokens['manager']}"}
    found: list[str] = []
    with httpx2.Client(base_url=server.url, headers=headers) as http:
        since = 0
        while True:
            page = http.get("/api/v1/events", params={"since": since, "limit": 1000}).json()
            found += [event["type"] for event in page["events"] if event["type"] in types]
            if page["next"] == since:
                return found
            since = page["next"]


def done(server: Server) -> set[str]:
    """The commands, by name, that have been done since the server started."""
    told = httpx2.get(f"{server.url}/metrics").text
    return set(re.findall(r'^kds_commands_total{kind="(\w+)",outcome="done"}', told, re.MULTILINE))


def played(wanted: set[str]) -> set[str]:
    """Those of the commands, by name, of which something came in random runs of the state machine."""
    found: set[str] = set()

    def note(move: Move, outcome: Outcome | Refusal) -> None:
        if not isinstance(outcome, Refusal) and outcome.recorded:
            found.add(type(move.command).__name__)

    for seed in range(RUNS):
        if wanted <= found:
            break
        dine(seed, 400, watch=note)
    return found & wanted


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def test_a_dinner_goes_its_whole_course_and_every_promise_is_kept(server: Server) -> None:
    dinner = begin(server, "--speed=300", "--tables=5", "--until=12")
    said, _ = dinner.communicate(timeout=PATIENCE_S)
    assert dinner.returncode == 0, said
    assert "AUDIT HOLDS" in said
    course = ("SessionOpened", "RoundPlaced", "TicketStarted", "TicketBumped", "LineServed", "PaymentTaken")
    assert set(events(server, *course)) == set(course)
    opened, cleared = (len(events(server, each)) for each in ("SessionOpened", "SessionCleared"))
    assert opened == cleared > 5
    dined = done(server)
    assert dined >= EVERY_DINNER
    others = {each.deed.command.__name__ for each in ROUTES if isinstance(each, Post)} - dined
    assert others - played(others) == set(), "neither the dinner nor the state machine does it"


def test_a_server_killed_in_the_middle_loses_nothing(server: Server) -> None:
    dinner = begin(server, "--speed=200", "--tables=8", "--until=15")
    for rounds in (6, 16):
        wait_until(lambda enough=rounds: len(events(server, "RoundPlaced")) >= enough)  # type: ignore[misc]
        server.kill()
        server.start()
    said, _ = dinner.communicate(timeout=PATIENCE_S)
    assert dinner.returncode == 0, said
    assert "AUDIT HOLDS" in said


def test_ctrl_c_ends_it_with_an_audit(server: Server) -> None:
    dinner = begin(server, "--speed=100")
    wait_until(lambda: len(events(server, "RoundPlaced")) >= 3)
    dinner.send_signal(signal.SIGINT)
    said, _ = dinner.communicate(timeout=PATIENCE_S)
    assert dinner.returncode == 0, said
    assert "AUDIT HOLDS" in said


def test_without_a_server_it_waits_and_then_says_that_nothing_is_known(server: Server) -> None:
    server.kill()
    dinner = begin(server)
    assert dinner.stdout is not None
    assert "Dinner begins" in dinner.stdout.readline()
    dinner.send_signal(signal.SIGTERM)
    said, _ = dinner.communicate(timeout=PATIENCE_S)
    assert (dinner.returncode, "NO AUDIT" in said) == (2, True), said


def test_a_second_ctrl_c_waits_for_nothing(server: Server) -> None:
    server.kill()
    dinner = begin(server)
    assert dinner.stdout is not None
    assert "Dinner begins" in dinner.stdout.readline()
    dinner.send_signal(signal.SIGINT)
    assert "Closing" in dinner.stdout.readline()
    dinner.send_signal(signal.SIGINT)
    said, _ = dinner.communicate(timeout=PATIENCE_S)
    assert (dinner.returncode, said) == (2, "")

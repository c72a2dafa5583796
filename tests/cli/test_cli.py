"""The command `kds` as a person meets it: what it prints, what it exits with, and never a traceback."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple, get_args

import httpx2
import pytest
from click.testing import CliRunner

from kds import __version__
from kds.cli import main
from kds.cli.tokens import CHANNELS, ROLES
from kds.core.types import GuestChannel
from kds.storage import migrations
from kds.storage.tokens import Role
from tests.live.server import ROOT, House, Server
from tests.storage.stores import flip

pytestmark = pytest.mark.slow


class Done(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


HERE = ("events", "followers", "token", "version")
"""Commands that set nothing in their process: they run in the tests' own, which is quicker."""


def kds(*arguments: object) -> Done:
    """Run a command; whatever happens, it is told without a traceback."""
    words = [str(each) for each in arguments]
    if words[0] in HERE:
        result = CliRunner().invoke(main, words, catch_exceptions=False)
        return Done(result.exit_code, result.stdout, result.stderr)
    command = [sys.executable, "-m", "kds", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert "Traceback" not in done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


def told(*arguments: object) -> str:
    """What a command prints that succeeds."""
    done = kds(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def refused(*arguments: object) -> str:
    """What a command says that fails, in one line."""
    done = kds(*arguments)
    assert done.returncode != 0
    assert done.stdout == ""
    return done.stderr.splitlines()[-1]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a demo restaurant; tests leave it as it is."""
    data = tmp_path_factory.mktemp("demo")
    told("init", "--data", data, "--demo")
    return data


@pytest.fixture
def data(demo: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return House(demo, {}).copied_to(tmp_path / "data").data


@pytest.fixture(scope="module")
def server(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on another copy."""
    with Server(House(demo, {}).copied_to(tmp_path_factory.mktemp("served") / "data")) as server:
        yield server


def types(data: Path, *options: object) -> list[str]:
    return [json.loads(line)["type"] for line in told("events", "--data", data, *options).splitlines()]


def test_version() -> None:
    assert told("version") == f"{__version__}\n"


def test_init_makes_a_store_once(tmp_path: Path) -> None:
    data = tmp_path / "a" / "b"
    assert told("init", "--data", data).startswith("store_")
    assert types(data) == ["HouseFounded", "KitchenChanged"]
    before = (data / "ledger.db").read_bytes()
    assert "already" in refused("init", "--data", data)
    assert (data / "ledger.db").read_bytes() == before


def test_a_link_is_made_and_is_no_token_of_a_program(tmp_path: Path) -> None:
    data = tmp_path / "data"
    said = told("init", "--data", data)
    assert re.search(r"in a browser on its machine, once\n  http://127\.0\.0\.1:8000/setup\?token=lnk_\S+\n", said)
    assert told("token", "link", "--data", data, "--role", "manager", "--name", "Mei").startswith("/?token=lnk_")
    assert "integration" in refused("token", "link", "--data", data, "--role", "integration", "--name", "till")
    assert [line.split()[1] for line in told("token", "list", "--data", data).splitlines()] == ["owner", "manager"]


def test_init_takes_what_a_restaurant_of_ones_own_is(tmp_path: Path) -> None:
    data = tmp_path / "data"
    told(
        "init",
        "--data",
        data,
        "--name",
        "老灶火锅",
        "--currency",
        "SGD",
        "--timezone",
        "Asia/Singapore",
        "--cutoff",
        "02:30",
    )
    (founded,) = [json.loads(line) for line in told("events", "--data", data, "--type", "HouseFounded").splitlines()]
    house = founded["data"]["house"]
    assert (house["currency"], house["timezone"], house["cutoff_minute"]) == ("SGD", "Asia/Singapore", 150)
    assert house["name"]["zh"] == house["name"]["en"] == "老灶火锅"


@pytest.mark.parametrize(("option", "value"), [("--currency", "yuan"), ("--timezone", "Moon"), ("--cutoff", "24:00")])
def test_init_says_what_is_no_setting(tmp_path: Path, option: str, value: str) -> None:
    assert value in refused("init", "--data", tmp_path / "data", option, value)
    assert not (tmp_path / "data").exists()


def test_init_demo_loads_a_house(demo: Path) -> None:
    assert types(demo) == ["HouseFounded", "KitchenChanged", "FloorChanged", "MenuChanged"]


def test_the_events_of_a_house_are_lines_of_json(demo: Path) -> None:
    lines = told("events", "--data", demo).splitlines()
    events = [json.loads(line) for line in lines]
    assert [event["seq"] for event in events] == [1, 2, 3, 4]
    assert set(events[0]) == {"seq", "type", "version", "at", "actor", "data"}
    assert events[0]["data"]["house"]["currency"] == "CNY"
    assert types(demo, "--since", 2) == ["FloorChanged", "MenuChanged"]
    assert types(demo, "--limit", 1) == ["HouseFounded"]
    assert types(demo, "--since", 1, "--limit", 2) == ["KitchenChanged", "FloorChanged"]
    chosen = ("--type", "MenuChanged", "--type", "HouseFounded")
    assert types(demo, *chosen) == ["HouseFounded", "MenuChanged"]
    assert types(demo, "--limit", 1, *chosen[:2]) == ["MenuChanged"]
    assert types(demo, "--since", 4) == types(demo, "--type", "None") == []


def test_who_reads_only_the_first_lines_hurts_nobody(demo: Path) -> None:
    command = f"{sys.executable} -m kds events --data {demo} | head -c 1"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("{", "")


def test_verify_proves_a_stopped_store(demo: Path) -> None:
    assert told("verify", "--data", demo).startswith("4 events, chained to ")


def test_verify_says_what_is_damaged_and_exits_with_1(data: Path) -> None:
    with closing(sqlite3.connect(data / "ledger.db")) as db, db:
        db.execute("UPDATE events SET actor = 'eve' WHERE seq = 3")
    done = kds("verify", "--data", data)
    assert done.returncode == 1
    assert "ledger.db: event 3 is not chained to the one before it" in done.stdout


def test_verify_mends_where_it_is_told_to(data: Path) -> None:
    flip(data / "ledger.db", 8 * 5_000)
    done = kds("verify", "--data", data)
    said = "ledger.db: a bit had flipped in page 2\na start mends this, and loses nothing: "
    assert (done.returncode, done.stdout.startswith(said)) == (1, True)
    mended, proven = told("verify", "--heal", "--data", data).splitlines()
    assert mended == "mended: ledger.db: a bit had flipped in page 2"
    assert proven.startswith("4 events")


def test_verify_gives_up_what_is_lost_where_it_is_told_to(data: Path) -> None:
    with closing(sqlite3.connect(data / "ledger.db")) as db, db:
        db.execute("DELETE FROM events WHERE seq = 4")
    given_up, proven = told("verify", "--heal", "--data", data).splitlines()
    assert given_up.startswith("given up: the ledger ends at event 3")
    assert proven.startswith("3 events")


def test_a_running_server_is_proven_and_keeps_its_data_to_itself(server: Server, data: Path) -> None:
    served = server.house.data
    assert "the running server's, byte for byte" in told("verify", "--data", served)
    assert types(served, "--limit", 1) == ["HouseFounded"]
    words = refused("serve", "--data", served, "--port", 0)
    assert "in use by another kds server" in words
    assert str(server.running.pid) in words
    assert str(server.port) in refused("serve", "--data", data, "--port", server.port)


def test_a_token_works_at_once_on_a_running_server_until_it_is_revoked(server: Server) -> None:
    data = server.house.data
    printed = told("token", "create", "--data", data, "--role", "guest", "--name", "桌上的码", "--table", "A01")
    secret = printed.split()[-1]
    assert printed == f"{secret}\n"

    def status() -> int:
        return httpx2.get(f"{server.url}/api/v1/menu", headers={"Authorization": f"Bearer {secret}"}).status_code

    assert status() == 200
    (line,) = [line for line in told("token", "list", "--data", data).splitlines() if "桌上的码" in line]
    token, role, *_ = line.split()
    assert role == "guest"
    assert "table A01" in line
    assert secret not in line
    told("token", "revoke", "--data", data, token)
    deadline = os.times().elapsed + 1.5
    while status() == 200:
        assert os.times().elapsed < deadline
    assert status() == 401
    (line,) = [line for line in told("token", "list", "--data", data).splitlines() if token in line]
    assert "revoked" in line
    assert token in refused("token", "revoke", "--data", data, token)


def test_the_followers_of_a_store_are_told_and_made_anew(server: Server, demo: Path) -> None:
    assert told("followers", "--data", demo).splitlines() == [
        "public_past: not begun, 4 events behind",
        "kitchen_figures: not begun, 4 events behind",
        "facts: not begun, 4 events behind",
    ]
    served = server.house.data
    last = len(types(served))
    caught_up = [f"public_past: after event {last}, 0 behind", f"kitchen_figures: after event {last}, 0 behind"]
    caught_up.append(f"facts: after event {last}, 0 behind")

    def until_caught_up() -> None:
        give_up_at = time.monotonic() + 120
        while (now := told("followers", "--data", served).splitlines()) != caught_up:
            assert time.monotonic() < give_up_at, now

    until_caught_up()
    figures = httpx2.get(f"{server.url}/metrics").text
    for name in ("public_past", "kitchen_figures", "facts"):
        assert f'kds_follower_lag_events{{follower="{name}"}} 0.0' in figures
        assert f'kds_follower_seq{{follower="{name}"}} {last}.0' in figures
        assert f'kds_follower_failures{{follower="{name}"}} 0.0' in figures
    assert f"kitchen_figures: made anew, up to event {last}" in told("rebuild", "--data", served, "kitchen_figures")
    until_caught_up()
    assert "there is no follower printer" in refused("rebuild", "--data", served, "printer")


def test_only_a_guests_token_is_for_a_table(demo: Path) -> None:
    options = ("token", "create", "--data", demo, "--name", "x")
    assert told(*options, "--role", "guest").startswith("kds_")
    assert "--table" in refused(*options, "--role", "waiter", "--table", "A01")
    assert "--channel" in refused(*options, "--role", "waiter", "--channel", "tablet")
    assert "waiter" in refused(*options, "--role", "guest", "--channel", "waiter")
    assert told(*options, "--role", "guest", "--table", "A01", "--channel", "tablet").startswith("kds_")
    assert "table A01 channel tablet" in told("token", "list", "--data", demo)
    assert "role" in refused(*options, "--role", "king")


def test_it_names_all_channels_of_guests_and_all_roles() -> None:
    assert get_args(GuestChannel) == CHANNELS
    assert get_args(Role) == (*ROLES, "device"), "devices are paired"


def test_a_token_bears_a_name_that_can_be_read(demo: Path) -> None:
    options = ("token", "create", "--data", demo, "--role", "guest")
    assert "U+001B" in refused(*options, "--name", "a\x1b[2Jb")
    assert "U+0020" in refused(*options, "--name", "x", "--table", "A 01")
    told(*options, "--name", " 一号\u202e\n桌 ")
    assert " 一号 桌" in told("token", "list", "--data", demo)


COMMANDS = (
    ("serve", "--port", 0),
    ("verify",),
    ("events",),
    ("token", "list"),
    ("token", "create", "--role", "waiter", "--name", "x"),
    ("token", "revoke", "tok_1"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(map(str, command[:2])))
def test_where_no_store_is_the_words_say_how_to_make_one(tmp_path: Path, command: tuple[object, ...]) -> None:
    assert f"kds init --data {tmp_path}" in refused(*command, "--data", tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(map(str, command[:2])))
def test_a_store_of_a_newer_kds_is_left_alone(data: Path, command: tuple[object, ...]) -> None:
    with closing(sqlite3.connect(data / "ledger.db")) as db, db:
        db.execute(f"PRAGMA user_version = {len(migrations.STEPS) + 1}")
    assert "update kds" in refused(*command, "--data", data)


def test_a_file_that_is_no_ledger_is_said_so(data: Path) -> None:
    (data / "ledger.db").write_bytes(b"no database" * 1_000)
    done = kds("verify", "--data", data)
    assert done.returncode == 1
    assert "ledger.db cannot be read" in done.stdout
    for command in ("events", "token list"):
        assert refused(*command.split(), "--data", data)


def test_a_server_that_is_told_to_stop_does_so_with_all_that_it_promised(data: Path) -> None:
    with Server(House(data, {})) as server:
        assert server.stop() == 0
    assert (data / "snapshots").is_dir()
    assert not (data / "control").exists()
    assert told("verify", "--data", data).startswith("4 events")


def test_a_server_says_on_every_page_that_its_store_is_damaged_and_ends_with_an_error(data: Path) -> None:
    with closing(sqlite3.connect(data / "ledger.db")) as db, db:
        db.execute("UPDATE events SET actor = 'eve' WHERE seq = 3")
    command = [sys.executable, "-m", "kds", "serve", "--data", str(data), "--port", "0"]
    with (
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server,
        ExitStack() as stack,
    ):
        stack.callback(server.kill)
        assert server.stdout is not None
        said = server.stdout.readline()
        assert said.startswith("damaged store at http://")
        page = {"accept": "text/html"}
        with httpx2.Client(base_url=said.split()[-1]) as client:
            for path, language in (("/", "en"), ("/screens/kitchen", "en"), ("/", "zh")):
                shown = client.get(path, headers={**page, "accept-language": language})
                assert shown.status_code == 503
                assert ("event 3" if language == "en" else "第 3 号事件") in shown.text
                assert "kds verify --heal" in shown.text
            health = client.get("/healthz").json()
            assert not health["ready"]
            assert "event 3" in health["alarms"][0]["message"]["en"]
            answer = client.post("/api/v1/rounds", json={})
            assert (answer.status_code, answer.json()["reason"]) == (503, "storage_failed")
        server.terminate()
        _, errors = server.communicate(timeout=20)
    assert server.returncode == 1
    assert "event 3" in errors
    assert "第 3 号事件" in errors
    assert "Traceback" not in errors

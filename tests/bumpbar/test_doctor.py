"""The doctor, list, setup and the files for systemd and udev: in words, and against a real server."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from bumpbar.cli import main
from bumpbar.config import Bar, Config, Screen, keymap_of, load, save
from bumpbar.device import Identity
from bumpbar.keymap import Chord
from bumpbar.keys import code_of, name_of
from click.testing import CliRunner, Result

from bumpbar import doctor
from tests.bumpbar.lines import Line
from tests.live.server import Server, free_port, new_house

pytestmark = pytest.mark.slow
BUMPBAR = Path(__file__).resolve().parents[2] / "bumpbar"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(new_house(tmp_path_factory.mktemp("doctor") / "house")) as made:
        yield made


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    yield made
    made.close()


def examined(path: Path, config: Config) -> Result:
    save(config, path / "bumpbar.toml")
    return CliRunner().invoke(main, ["doctor", "--config", str(path / "bumpbar.toml")])


def config_of(server: Server, line: Line, token: str, screen: str = "kitchen", keymap: str = "serial9600") -> Config:
    bars = {"hot": Bar(keymap, [screen], port=line.port)}
    return Config(server.url, screens={screen: Screen(token)}, bars=bars)


def test_where_all_is_well_it_says_so(server: Server, line: Line, tmp_path: Path) -> None:
    told = examined(tmp_path, config_of(server, line, server.house.tokens["kitchen"]))
    assert (told.exit_code, "WRONG" in told.output) == (0, False), told.output
    assert "Screen kitchen" in told.output
    assert f"serial line {line.port}" in told.output


@pytest.mark.parametrize(
    ("token", "screen", "words"),
    [
        ("kds_revoked", "kitchen", "its token was revoked"),
        ("kitchen", "roof", "there is no such screen any more"),
        ("guest", "kitchen", "its token may not press"),
    ],
)
def test_a_server_that_lets_it_not_in_is_told_with_what_to_do(
    server: Server, line: Line, tmp_path: Path, token: str, screen: str, words: str
) -> None:
    told = examined(tmp_path, config_of(server, line, server.house.tokens.get(token, token), screen))
    assert told.exit_code == 1
    assert f"WRONG  Screen {screen}: {words}\n       → " in told.output


def test_a_server_that_is_not_there(line: Line, tmp_path: Path) -> None:
    config = Config(f"http://127.0.0.1:{free_port()}", screens={"kitchen": Screen("x")})
    told = examined(tmp_path, config)
    assert "cannot be reached" in told.output
    assert "look at the network and the server" in told.output


def test_a_bar_that_is_not_there_and_a_keymap_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "event0").write_text("no device")
    bars = {
        "gone": Bar("kb1700", ["kitchen"], vendor="dead"),
        "wrong": Bar(str(tmp_path / "none.toml"), ["kitchen"]),
        "line": Bar("serial9600", ["kitchen"], port=str(tmp_path / "ttyUSB9")),
    }
    found = list(doctor.devices(Config("http://127.0.0.1", bars=bars), tmp_path))
    assert [each.good for each in found] == [False] * 4
    words = [each.words for each in found]
    assert words[0] == f"No permission for {tmp_path / 'event0'}"
    assert words[1] == "Bar gone is not there"
    assert words[2].startswith("Bar wrong: There is no keymap")
    assert all(each.todo for each in found)


def test_a_bar_without_the_keys_of_its_keymap_is_told_with_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as a bar that was swapped for one of another kind."""
    path = tmp_path / "event0"
    keyboard = Identity("Keypad", "1a2b", "0001", "", "usb-1")
    monkeypatch.setattr(doctor, "keyboards", lambda folder: [(path, keyboard)])
    monkeypatch.setattr(doctor, "is_grabbed", lambda path: False)
    has = {code_of(each) for each in ("KP1", "KP2", "KP3", "KPENTER")}
    monkeypatch.setattr(doctor, "keys_on", lambda path: has)
    config = Config("http://127.0.0.1", bars={"hot": Bar("kb1700", ["kitchen"], port="usb-1")})
    wrong = [each for each in doctor.devices(config, tmp_path) if not each.good]
    assert len(wrong) == 1
    assert wrong[0].words.startswith("Bar hot has no key for all_day, bump, page, recall, rush, slot:10, slot:4")
    assert "bumpbar learn" in wrong[0].todo
    has |= {code_of(each) for chord in keymap_of("kb1700").sequences for each in names(chord)}
    assert all(each.good for each in doctor.devices(config, tmp_path))


def names(steps: tuple[Chord, ...]) -> list[str]:
    """The keys of a button."""
    return [name_of(code) for chord in steps for code in (chord.code, *chord.modifiers)]


def test_a_config_that_cannot_be_read_ends_with_words_and_no_trace(tmp_path: Path) -> None:
    (tmp_path / "bumpbar.toml").write_text("server = 1")
    for command in ("doctor", "watch", "run"):
        told = CliRunner().invoke(main, [command, "--config", str(tmp_path / "bumpbar.toml")])
        assert told.exit_code == 1
        assert "Error: " in told.output
        assert "Traceback" not in told.output


@pytest.mark.parametrize("command", ["doctor", "watch", "run"])
def test_a_box_that_is_not_set_up_says_what_to_do_first(tmp_path: Path, command: str) -> None:
    told = CliRunner().invoke(main, [command, "--config", str(tmp_path / "bumpbar.toml")])
    assert told.exit_code == 1
    assert "bumpbar.toml is not there: run bumpbar setup, which writes it" in told.output


def test_a_box_without_bars_is_not_well(tmp_path: Path) -> None:
    told = examined(tmp_path, Config("http://127.0.0.1:1"))
    assert told.exit_code == 1
    assert "No bar is set up" in told.output
    assert "run bumpbar setup" in told.output


@pytest.mark.parametrize("bad", ["0 down KP1", "garbage", "0 +NO_SUCH_KEY", "x +KP1", "5", "5 begin"])
def test_a_line_of_a_script_that_means_nothing_is_named_with_how_it_should_be(tmp_path: Path, bad: str) -> None:
    script = tmp_path / "keys.txt"
    script.write_text(f"0 +KP1\n30 -KP1\n{bad}\n")
    told = CliRunner().invoke(main, ["run", "--simulate", str(script), "--keymap", "keypad"])
    assert told.exit_code == 1
    assert f"line 3: {bad!r} is not like 60 +KP1" in told.output


def test_a_keymap_that_there_is_not_is_named_with_where_to_look(tmp_path: Path) -> None:
    script = tmp_path / "keys.txt"
    script.write_text("")
    told = CliRunner().invoke(main, ["run", "--simulate", str(script), "--keymap", "nope"])
    assert told.exit_code == 1
    assert "There is no keymap nope, and no such file: bumpbar keymaps" in told.output


def test_keymaps_and_a_simulated_script(tmp_path: Path) -> None:
    assert "kb1700" in CliRunner().invoke(main, ["keymaps"]).output
    (tmp_path / "script").write_text("0 +KP1\n9 -KP1\n900 +LEFTCTRL\n")
    told = CliRunner().invoke(main, ["run", "--simulate", str(tmp_path / "script")])
    assert told.output.splitlines() == ["0 select 1", "900 act bump 1"]
    (tmp_path / "script").write_text("soon +KP1\n")
    told = CliRunner().invoke(main, ["run", "--simulate", str(tmp_path / "script")])
    assert (told.exit_code, "line 1" in told.output) == (1, True)


def test_setup_pairs_as_a_wall_does_and_writes_what_the_daemon_runs_with(
    server: Server, line: Line, tmp_path: Path
) -> None:
    path = tmp_path / "etc" / "bumpbar.toml"
    command = [sys.executable, "-c", "from bumpbar.cli import main; main()", "setup", "--config", str(path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n".join([server.url, "n", "hot", "", "serial9600", line.port, "n", ""]))
    process.stdin.flush()
    said = ""
    while "screen:  " not in said or not said.endswith("."):
        said += process.stdout.read(1)
    code = re.findall(r"screen:  (\S+)", said)[-1]
    headers = {
        "authorization": f"Bearer {server.house.tokens['manager']}",
        "sec-fetch-site": "same-origin",
        "accept": "text/html",
    }
    fields = {"code": code, "screen": "kitchen", "language": "zh", "name": "hot line's box"}
    client = httpx2.Client(base_url=server.url, trust_env=False)
    assert client.post("/screens/pair", data=fields, headers=headers).status_code == 303
    rest, _ = process.communicate(timeout=30)
    assert "Paired with screen kitchen" in rest, said + rest
    config = load(path)
    assert config.server == server.url
    assert config.bars == {"hot": Bar("serial9600", ["kitchen"], port=line.port)}
    assert path.stat().st_mode & 0o777 == 0o640
    headers = {"authorization": f"Bearer {config.screens['kitchen'].token}", "idempotency-key": "as-the-box"}
    answer = client.post("/api/v1/screens/kitchen/recall-last", json={}, headers=headers)
    assert answer.json()["reason"] == "nothing_to_recall"
    client.close()


def test_the_unit_is_one_that_systemd_understands(tmp_path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("needs systemd-analyze: apt-get install systemd")
    unit = tmp_path / "bumpbar.service"
    program = tmp_path / "bumpbar"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    text = (BUMPBAR / "bumpbar.service").read_text()
    unit.write_text(text.replace("/opt/bumpbar/bin/bumpbar", str(program)))
    told = subprocess.run([verify, "verify", str(unit)], capture_output=True, text=True, check=False)
    assert "bumpbar.service" not in told.stderr, told.stderr
    assert "ExecStart=/opt/bumpbar/bin/bumpbar run\n" in text


def test_the_installer_is_a_shell_script_that_names_what_is_there() -> None:
    script = (BUMPBAR / "install.sh").read_text()
    assert subprocess.run(["sh", "-n", str(BUMPBAR / "install.sh")], check=False).returncode == 0
    for name in re.findall(r'\$here/([\w.-]+)"', script):
        assert (BUMPBAR / name).is_file()

"""The wheel is the whole product: installed without a compiler, it opens a demo restaurant and serves its pages."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

import kds

ROOT = Path(__file__).parents[2]
CONSTRAINTS = ROOT / ".ci" / "constraints.txt"
READY_WITHIN_S = 20.0
STOPPED_WITHIN_S = 20.0

pytestmark = [pytest.mark.packaging, pytest.mark.timeout(400)]


@dataclass(frozen=True)
class Installed:
    """An environment that holds the wheel, its dependencies and nothing else."""

    bin: Path
    empty: Path

    @property
    def env(self) -> dict[str, str]:
        """No compiler, no repository: PATH is the environment alone. The rest stays, pip's settings among it."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "KDS_", "VIRTUAL_ENV"))}
        return kept | {"PATH": str(self.bin), "CC": "/bin/false"}

    def run(self, *command: str) -> str:
        """Runs a program of the environment, away from the repository; its output."""
        done = subprocess.run(
            [str(self.bin / command[0]), *command[1:]],
            cwd=self.empty,
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout


def build(kind: str, source: Path, out: Path) -> Path:
    """The one file that `python -m build` makes of `source`; `kind` is wheel or sdist."""
    command = [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", str(out), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    [made] = out.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    place = tmp_path_factory.mktemp("installed")
    empty = place / "empty"
    empty.mkdir()
    venv.create(place / "venv", with_pip=True)
    made = Installed(bin=place / "venv" / "bin", empty=empty)
    pip = ["python", "-m", "pip", "install", "--quiet", "--only-binary=:all:", "-c", str(CONSTRAINTS)]
    made.run(*pip, str(wheel))
    return made


def contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def tree(folder: str, inside: str) -> set[str]:
    """The files below a folder of the repository, named as they stand in the wheel."""
    return {
        f"{inside}/{path.relative_to(ROOT / folder).as_posix()}"
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_carries_the_package_the_templates_and_the_static_files(wheel: Path) -> None:
    pages = tree("templates", "kds/_templates") | tree("static", "kds/_static")
    assert pages
    assert contents(wheel) == tree("kds", "kds") | pages


def test_the_source_archive_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    archive = build("sdist", ROOT, tmp_path / "sdist")
    subprocess.run(["tar", "-xzf", str(archive), "-C", str(tmp_path)], check=True)
    source = tmp_path / archive.name.removesuffix(".tar.gz")
    assert contents(build("wheel", source, tmp_path / "wheel")) == contents(wheel)


def test_the_installed_command_knows_its_version(installed: Installed) -> None:
    assert kds.__version__ in installed.run("kds", "version")


def test_the_installed_package_serves_the_demo_restaurant(installed: Installed) -> None:
    data = str(installed.empty / "data")
    installed.run("kds", "init", "--data", data, "--demo")
    with serving(installed, data) as address:
        status, kind, page = fetch(f"{address}/")
        assert (status, kind) == (200, "text/html")
        links = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
        assert links, "the start page names no static file"
        for link in links:
            status, _, content = fetch(address + link)
            assert status == 200
            assert content
    installed.run("kds", "verify", "--data", data)


@contextmanager
def serving(installed: Installed, data: str) -> Iterator[str]:
    """`kds serve` on a free port; its address. Stopped as an operator stops it, and that must be clean."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    log = installed.empty / "serve.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [str(installed.bin / "kds"), "serve", "--data", data, "--host", "127.0.0.1", "--port", str(port)],
            cwd=installed.empty,
            env=installed.env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        until_ready(server, address, log)
        yield address
        server.send_signal(signal.SIGTERM)
        stopped = server.wait(timeout=STOPPED_WITHIN_S)
        said = log.read_text(encoding="utf-8")
        assert stopped == 0, said
        assert "Traceback" not in said, said
    finally:
        server.kill()
        server.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until_ready(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text(encoding="utf-8")
        try:
            if fetch(f"{address}/healthz")[0] == 200:
                return
        except urllib.error.URLError:
            time.sleep(0.05)
    pytest.fail(f"not ready within {READY_WITHIN_S:.0f} s: {log.read_text(encoding='utf-8')}")


def fetch(url: str) -> tuple[int, str, str]:
    """Status, content type and text of a GET; proxies of the surroundings are left aside."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=10) as answer:
        return answer.status, answer.headers.get_content_type(), answer.read().decode(errors="replace")

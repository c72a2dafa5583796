"""The recipes of CONTRIBUTING.md, as what they do to a copy of the tree."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
TREE = ("bumpbar", "kds", "static", "templates", "tests", "Makefile", "pyproject.toml")
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """One fenced block: a whole file, or a `diff` of some lines of one. `path` is below the checkout."""

    path: str
    language: str
    text: str


def section(name: str) -> str:
    """What stands under a heading, up to the next one."""
    found = re.split(r"^##+ ", CONTRIBUTING.read_text().partition(f"# {name}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    assert found, f"no recipe is called {name}"
    return found


def blocks(name: str) -> list[Block]:
    """A recipe's blocks, each with the file that is named before it."""
    text, found = section(name), []
    for fenced in FENCED.finditer(text):
        path = re.findall(r"^\*\*`([^`]+)`\*\*$", text[: fenced.start()], re.MULTILINE)[-1]
        found.append(Block(path, fenced[1], fenced[2]))
    return found


def changed(text: str, diff: str) -> str:
    """The text after the change; the lines that it keeps and takes away stand there once."""
    lines = diff.splitlines(keepends=True)
    before = "".join([line[1:] or "\n" for line in lines if not line.startswith("+")])
    after = "".join([line[1:] or "\n" for line in lines if not line.startswith("-")])
    assert text.count(before) == 1, f"{text.count(before)} times:\n{before}"
    return text.replace(before, after)


def do(tree: Path, recipe: list[Block]) -> None:
    """Do to a tree what the blocks say, with `make messages` before the Chinese and `make golden` at the end."""
    chinese = [block for block in recipe if block.path.endswith(".po")]
    for block in recipe:
        if block not in chinese:
            write(tree, block)
    if chinese:
        run(tree, "tests.messages")
        for block in chinese:
            write(tree, block)
        assert run(tree, "tests.messages").ok
    golden = run(tree, "tests.golden")
    assert golden.ok, golden.said


def write(tree: Path, block: Block) -> None:
    """One block into its file."""
    file = tree / block.path
    if block.language == "diff":
        file.write_text(changed(file.read_text(), block.text))
    else:
        assert not file.exists(), f"{block.path} is there already"
        file.parent.mkdir(exist_ok=True)
        file.write_text(block.text)


def copied(to: Path) -> Path:
    """A copy of the tree, without what was made from it."""
    to.mkdir()
    for name in TREE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / name, to / name)
    return to


class Run(NamedTuple):
    """What became of a program."""

    ok: bool
    said: str


def run(tree: Path, *module: str) -> Run:
    """Run a module of the copy, as if it were the checkout."""
    command = [sys.executable, "-m", *module]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, timeout=900, check=False)
    return Run(done.returncode == 0, done.stdout + done.stderr)


def checked(tree: Path, *tests: str) -> Run:
    """Run tests of the copy, one after the other."""
    return run(tree, "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", *tests)

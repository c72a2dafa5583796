"""What a test needs from the machine, and the skip that says what is missing.

With KDS_REQUIRE_ALL=1 tests/conftest.py turns each such skip into a failure.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest


def needs(tool: str) -> str:
    """The path of `tool`, one of the names in TOOLS; skips the calling test where it is missing.

    For "fonts" and "tmpfs", which are no programs, the path is that of what shows them or makes them.
    """
    find, hint = TOOLS[tool]
    path = _found(find)
    if path is None:
        pytest.skip(f"needs {tool}: {hint}")
    return path


@cache
def _found(find: Callable[[], str | None]) -> str | None:
    return find()


def _program(*names: str) -> Callable[[], str | None]:
    def find() -> str | None:
        return next((path for name in names if (path := shutil.which(name))), None)

    return find


def _compiler() -> str | None:
    """A C compiler that also finds its headers and links."""
    cc = shutil.which("cc")
    if cc is None:
        return None
    source = "#include <stdio.h>\nint main(void) { return 0; }\n"
    command = [cc, "-x", "c", "-", "-o", "/dev/null"]
    built = subprocess.run(command, input=source, text=True, capture_output=True, check=False)
    return cc if built.returncode == 0 else None


def _chinese_fonts() -> str | None:
    fc_list = shutil.which("fc-list")
    if fc_list is None:
        return None
    listed = subprocess.run([fc_list, ":lang=zh-cn"], capture_output=True, check=False)
    return fc_list if listed.stdout.strip() else None


def _tmpfs() -> str | None:
    """mount, where it may mount a tmpfs: containers often have root without that right."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if mount is None or umount is None or os.geteuid() != 0:
        return None
    with tempfile.TemporaryDirectory() as name:
        point = Path(name)
        command = [mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(point)]
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:
            return None
        subprocess.run([umount, str(point)], check=True)
    return mount


TOOLS: dict[str, tuple[Callable[[], str | None], str]] = {
    "chromium": (
        _program("chromium", "chromium-browser", "google-chrome"),
        "apt-get install chromium",
    ),
    "cc": (_compiler, "apt-get install gcc libc6-dev"),
    "fonts": (_chinese_fonts, "apt-get install fontconfig fonts-noto-cjk"),
    "tmpfs": (_tmpfs, "root that may mount a tmpfs"),
    "qemu": (_program("qemu-system-x86_64"), "apt-get install qemu-system-x86"),
    "wrk": (_program("wrk"), "apt-get install wrk"),
    "openssl": (_program("openssl"), "apt-get install openssl"),
}

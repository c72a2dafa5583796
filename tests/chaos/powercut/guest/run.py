"""A payload in the guest, cut off in mid-load again and again."""

import random
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.chaos.powercut.audit import Audit
from tests.chaos.powercut.guest.machine import Guest
from tests.chaos.powercut.guest.system import Missing, System, prepare
from tests.needs import needs


def needs_system() -> System:
    """What the guest boots; skips the calling test where this machine lacks something for it."""
    needs("qemu")
    if shutil.which("mke2fs", path="/usr/sbin:/sbin:/usr/bin") is None:
        pytest.skip("needs mke2fs: apt-get install e2fsprogs")
    try:
        return prepare()
    except Missing as missing:
        pytest.skip(str(missing))


def cut_again_and_again(
    system: System,
    command: Sequence[str],
    cuts: int,
    *,
    load: tuple[int, int] = (30, 300),
    tear: bool = False,
    mount_options: str = "defaults",
) -> Audit:
    """Runs a payload (audit.py says of what kind), cuts the power `cuts` times, and returns what was found.

    Each cut comes after a random number of acknowledgements within `load`; the last boot is for the audit alone. With
    `tear`, a random half of what the disk had not flushed survives each cut. Stops at the first loss.
    """
    audit, dice = Audit(), random.Random(cuts)
    # Not pytest's directory: a socket's path may have 107 bytes.
    with (
        tempfile.TemporaryDirectory() as work,
        Guest(system, Path(work), command, mount_options=mount_options) as guest,
    ):
        audit.start(guest.line)
        for cut in range(cuts):
            audit.load(guest.line, dice.randint(*load))
            audit.rest(guest.reset(torn=cut if tear else None))
            audit.start(guest.line)
            if not audit.clean:
                break
    return audit

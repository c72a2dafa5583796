"""Law 3 at length: power cuts of a virtual machine under load."""

import sys

import pytest

from tests.chaos.powercut import writer
from tests.chaos.powercut.guest.run import cut_again_and_again, needs_system
from tests.chaos.powercut.guest.system import DISK, System

pytestmark = [pytest.mark.chaos, pytest.mark.long, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def system() -> System:
    return needs_system()


def write_rows(*options: str) -> list[str]:
    return [sys.executable, writer.__file__, DISK, *options]


@pytest.mark.parametrize("tear", [False, True], ids=["lost", "torn"])
def test_power_cut_in_a_virtual_machine(system: System, tear: bool) -> None:
    audit = cut_again_and_again(system, write_rows("--autocheckpoint", "50"), cuts=3, tear=tear)
    assert audit.clean, (audit.lost, audit.broken)
    assert len(audit.acknowledged) >= 90


def test_the_same_audit_fails_with_synchronous_off(system: System) -> None:
    # Without checkpoints, each of which syncs what it moves, so that the loss is no matter of luck.
    command = write_rows("--synchronous", "OFF", "--autocheckpoint", "0")
    assert not cut_again_and_again(system, command, cuts=1).clean


def test_the_same_audit_fails_on_a_disk_that_is_never_flushed(system: System) -> None:
    assert not cut_again_and_again(system, write_rows(), cuts=1, mount_options="barrier=0").clean

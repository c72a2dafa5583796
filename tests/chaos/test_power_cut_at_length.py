"""Law 3, Durable, at length: a house in a virtual machine whose power is cut under load, on a disk that forgets what
was not flushed. The control, with synchronous=OFF, must lose.
"""

from __future__ import annotations

import json
import sys

import pytest

from tests.chaos.powercut.guest.run import cut_again_and_again, needs_system
from tests.chaos.powercut.guest.system import DISK, System
from tests.live.server import House

pytestmark = [pytest.mark.chaos, pytest.mark.long, pytest.mark.timeout(3600)]

CUTS = 10


@pytest.fixture(scope="module")
def system() -> System:
    return needs_system()


@pytest.fixture(scope="module")
def payload(founded: House) -> list[str]:
    """The house as the guest finds it among the host's files."""
    beside = founded.data.parent
    (beside / "tokens.json").write_text(json.dumps(founded.tokens))
    return [sys.executable, "-m", "tests.chaos.guest_house", DISK, str(beside)]


@pytest.mark.parametrize("tear", [False, True], ids=["lost", "torn"])
def test_a_house_in_a_virtual_machine_loses_nothing_that_it_acknowledged(
    system: System, payload: list[str], tear: bool
) -> None:
    audit = cut_again_and_again(system, payload, cuts=CUTS, load=(5, 60), tear=tear)
    assert audit.clean, (audit.lost, audit.broken)
    assert len(audit.acknowledged) >= 5 * CUTS


def test_the_same_house_with_synchronous_off_loses_what_it_acknowledged(system: System, payload: list[str]) -> None:
    audit = cut_again_and_again(system, [*payload, "--synchronous", "OFF"], cuts=1, load=(30, 60))
    assert not audit.clean

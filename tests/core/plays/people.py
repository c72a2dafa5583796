"""People and rights."""

from __future__ import annotations

from random import Random
from typing import Any, cast

from kds.core.people.change_person import ChangePerson
from kds.core.people.change_rights import ChangeRights
from kds.core.people.model import Limit, RightsRow
from kds.core.people.note_access import NoteAccess
from kds.core.rights import RIGHTS, usual
from kds.core.types import Command
from tests.core.plays.play import HOUSE, Kind, Play, Plays
from tests.house import SmallHouse

NEW = "prs_ca1ca1ca1ca1"
STAFF = Kind(
    ids=lambda state: [NEW, *sorted(state.people.staff)],
    of=lambda state, session: [NEW, *sorted(state.people.staff)],
    strays=("nobody",),
)


def employ(house: SmallHouse, person: str, chance: Random) -> Command:
    """Somebody new, in another role, or gone."""
    return ChangePerson(person, chance.choice(("waiter", "cashier", "kitchen", "owner", None)))


def allow(house: SmallHouse, subject: str, chance: Random) -> Command:
    """The pass has its usual rights and one more, or one less; discounts up to so much."""
    rights = [code for code, right in RIGHTS.items() if "expo" in usual([right])]
    chance.shuffle(rights)
    return ChangeRights("expo", (*rights[:-1], "discount"), (Limit("discount", chance.choice((50, 100))),))


def allow_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """What there is not, limits that cannot be, what the walls need; what managers say of themselves."""
    return chance.choice(
        (
            ChangeRights("expo", ("fly",)),
            ChangeRights("expo", (), (Limit("fly", 1),)),
            ChangeRights("expo", ("void",), (Limit("void", 1),)),
            ChangeRights("expo", ("discount",), (Limit("discount", 1001),)),
            ChangeRights("expo", ("discount",), (Limit("discount", 1), Limit("discount", 2))),
            ChangeRights("expo", (), before=RightsRow(())),
            ChangeRights("kitchen", ()),
            ChangeRights(cast(Any, "wombat"), ()),
            *(ChangeRights("manager", tuple([code for code in RIGHTS if code != "drop"])),) * 8,  # few are managers
        )
    )


def let_in(house: SmallHouse, person: str, chance: Random) -> Command:
    """Somebody at a device, or a device itself."""
    return chance.choice((NoteAccess("signed_in", person, "waiter"), NoteAccess("unpaired", "tok_ca1ca1ca")))


PLAYS: Plays = {
    ChangePerson: Play(STAFF, employ, often=1),
    ChangeRights: Play(HOUSE, allow, odd=allow_badly, often=1),
    NoteAccess: Play(STAFF, let_in, often=1),
}

"""What a file would come to, reckoned on a copy of the house beside the loop: orders go on meanwhile."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.state import State
from kds.core.types import Command, Who
from kds.ops.house_file.archive import photos_of
from kds.ops.house_file.commands import tried
from kds.ops.house_file.differences import Difference, differences
from kds.ops.house_file.hidden import Hidden, hidden_by
from kds.ops.house_file.reading import HouseFile
from kds.ops.house_file.row import Sheets
from kds.runtime.apart import apart
from kds.runtime.store import Store


class Looked(NamedTuple):
    """The deeds of a file, what they change row by row, what nobody would see then, and the photos that dishes would
    name and none names now.
    """

    commands: list[Command]
    told: list[Difference]
    hidden: Hidden
    photos: list[str]


async def looked(store: Store, sheets: Sheets, who: Who, *, replace: bool, told: bool = False) -> Looked:
    """All of it is done to a copy that nobody keeps; `told`: what it comes to is said row by row.

    Raises `BadFile` with all that is wrong, and as `apart` does. The state may be read after that.
    """
    now = store.now()

    def reckon(state: State) -> Looked:
        found = tried(state, HouseFile(sheets), now, who, replace=replace, look=True)
        before = set(photos_of(found.before))
        photos = [each for each in photos_of(found.after) if each not in before]
        changes = differences(found.before, found.after) if told else []
        return Looked(found.commands, changes, hidden_by(state, found), photos)

    return await apart(store, reckon)

"""A house's file at its store: taken over, and told, by the server that runs on it or by whoever opens it."""

from __future__ import annotations

from kds.core.types import SYSTEM, Name, Refusal
from kds.ops.house_file.files import BadFile
from kds.ops.house_file.looking import looked
from kds.ops.house_file.row import Row, Sheets
from kds.ops.house_file.rows import of_state
from kds.runtime.apart import apart
from kds.runtime.control import Taken
from kds.runtime.messages import HOUSE
from kds.runtime.store import Store

MEANWHILE = Name(
    zh="导入时设置刚好有变动，请再导入一次", en="Something else was changed meanwhile; import the file again"
)
MEANT = Name(
    zh="如果就是要这样，请加上 --hidden 再导入一次", en="If that is meant, import the file again with --hidden"
)


class Door:
    """What a store takes over of a file, and tells for one."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def take_over(self, sheets: Sheets, *, replace: bool, hidden: bool = False) -> Taken:
        """Take all of the sheets over, or nothing, and say what is wrong with them. Open tickets stay as they are.

        `hidden`: though nobody would see some dishes then; else it is said which.
        """
        store = self._store
        try:
            found = await looked(store, sheets, SYSTEM, replace=replace)
            if found.hidden.words and not hidden:
                return Taken(0, [*found.hidden.words, MEANT])
            commands = found.commands
            if commands:
                await store.submit_together(commands[0], commands[1:], HOUSE)
        except BadFile as bad:
            return Taken(0, bad.faults)
        except Refusal as refusal:
            return Taken(0, [refusal.message(), MEANWHILE])
        return Taken(store.state.seq, [])

    async def told(self) -> dict[str, list[Row]]:
        """All rows of the house as it stands."""
        return await apart(self._store, of_state)

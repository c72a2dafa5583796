"""Maps that remember what was there before, so that a command, or a whole batch, can be undone exactly."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from operator import itemgetter
from typing import Any, Generic, Protocol, TypeVar

from kds.core.types import Ms

K = TypeVar("K")
V = TypeVar("V")

_MISSING: Any = object()
_moment = itemgetter(0)
_NONE: dict[Any, None] = {}
ONLY = ""
"""The key of the record in a book that holds one."""


class _Undoable(Protocol):
    def restore(self, key: Any, old: Any) -> None: ...


class Journal:
    """The undo log of a state. Law: after `undo(mark)` every map reads as it did when `mark()` was called."""

    __slots__ = ("entries",)

    def __init__(self) -> None:
        self.entries: list[tuple[_Undoable, Any, Any]] = []

    def mark(self) -> int:
        """How far the log goes now, to come back to."""
        return len(self.entries)

    def undo(self, mark: int = 0) -> None:
        """Take back every change made since `mark`, newest first."""
        entries = self.entries
        while len(entries) > mark:
            where, key, old = entries.pop()
            where.restore(key, old)

    def forget(self) -> None:
        """What happened so far is on disk and is never undone."""
        self.entries.clear()


class Touched:
    """The keys of the records that were changed since `mark`, book by book, as the log has them when this is made."""

    __slots__ = ("_keys",)

    def __init__(self, journal: Journal, mark: int = 0) -> None:
        self._keys: dict[int, dict[Any, None]] = {}
        keys = self._keys
        for where, key, _ in journal.entries[mark:] if mark else journal.entries:
            book = id(where)
            if book in keys:
                keys[book][key] = None
            else:
                keys[book] = {key: None}

    def of(self, book: Book[K, Any]) -> Collection[K]:
        """Those of one book; some may have been deleted."""
        return self._keys.get(id(book), _NONE).keys()


class Book(dict[K, V], Generic[K, V]):
    """A map of frozen records. Assigning and deleting items are its only changes; its order means nothing."""

    __slots__ = ("_log",)

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self._log = journal.entries

    def __setitem__(self, key: K, value: V) -> None:
        self._log.append((self, key, self.get(key, _MISSING)))
        dict.__setitem__(self, key, value)

    def __delitem__(self, key: K) -> None:
        self._log.append((self, key, self[key]))
        dict.__delitem__(self, key)

    def restore(self, key: K, old: V) -> None:
        """Put back what stood at `key`: called by the journal only."""
        if old is _MISSING:
            dict.__delitem__(self, key)
        else:
            dict.__setitem__(self, key, old)

    def _unjournaled(self, *_: Any, **__: Any) -> Any:
        raise TypeError("a book changes by item assignment and deletion only")

    pop = popitem = clear = update = setdefault = __ior__ = _unjournaled


class Noted(Book[K, V]):
    """A book that notes the keys whose records have changed, or changed back, for one who keeps something of them."""

    __slots__ = ("changed",)

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal)
        self.changed: dict[K, None] = {}
        """Since this was last emptied."""

    def __setitem__(self, key: K, value: V) -> None:
        self._log.append((self, key, self.get(key, _MISSING)))
        dict.__setitem__(self, key, value)
        self.changed[key] = None

    def __delitem__(self, key: K) -> None:
        super().__delitem__(key)
        self.changed[key] = None

    def restore(self, key: K, old: V) -> None:
        """Put back what stood at `key`: called by the journal only."""
        super().restore(key, old)
        self.changed[key] = None


class One(Book[str, V]):
    """A book that holds one record, or none."""

    __slots__ = ()

    @property
    def value(self) -> V | None:
        """The record, if there is one."""
        return self.get(ONLY)


class Lookup(Book[K, V]):
    """A map that is made from the stored books and kept beside them: it is never stored."""

    __slots__ = ()


class NotedLookup(Lookup[K, V], Noted[K, V]):
    """A lookup for one who keeps something of its records."""

    __slots__ = ()


class Index(Generic[K, V]):
    """For each key a set of members, kept beside the books and rebuilt from them: it is never stored."""

    __slots__ = ("_log", "_sets")

    def __init__(self, journal: Journal) -> None:
        self._log = journal.entries
        self._sets: dict[K, dict[V, None]] = {}

    def add(self, key: K, member: V) -> None:
        """Put `member` under `key`; once is enough."""
        members = self._sets.setdefault(key, {})
        if member not in members:
            self._log.append((self, (key, member), False))
            members[member] = None

    def discard(self, key: K, member: V) -> None:
        """Take `member` from `key`, if it is there."""
        members = self._sets.get(key)
        if members is not None and member in members:
            self._log.append((self, (key, member), True))
            self._remove(key, members, member)

    def _remove(self, key: K, members: dict[V, None], member: V) -> None:
        del members[member]
        if not members:
            del self._sets[key]

    def __getitem__(self, key: K) -> Collection[V]:
        return self._sets.get(key, _NONE).keys()

    def __iter__(self) -> Iterator[K]:
        return iter(self._sets)

    def count(self, key: K) -> int:
        """How many members stand under `key`."""
        return len(self._sets.get(key, ()))

    def restore(self, key: tuple[K, V], old: bool) -> None:
        """Undo one add or discard: called by the journal only."""
        under, member = key
        if old:
            self._sets.setdefault(under, {})[member] = None
        else:
            self._remove(under, self._sets[under], member)


class Agenda(Generic[V]):
    """Members in the order of their moments, kept beside the books and rebuilt from them: it is never stored."""

    __slots__ = ("_entries", "_log")

    def __init__(self, journal: Journal) -> None:
        self._log = journal.entries
        self._entries: list[tuple[Ms, V]] = []

    def add(self, at: Ms, member: V) -> None:
        """Put `member` in its place; it may not stand at that moment already."""
        self._log.append((self, (at, member), False))
        self._insert((at, member))

    def discard(self, at: Ms, member: V) -> None:
        """Take away `member`, which stands at that moment."""
        self._remove((at, member))
        self._log.append((self, (at, member), True))

    def until(self, at: Ms) -> int:
        """How many members stand at that moment or before."""
        return bisect_right(self._entries, at, key=_moment)

    def after(self, at: Ms) -> Ms | None:
        """The first moment later than that, if there is any."""
        first = self.until(at)
        return self._entries[first][0] if first < len(self._entries) else None

    def __contains__(self, entry: tuple[Ms, V]) -> bool:
        index = bisect_left(self._entries, entry)
        return self._entries[index : index + 1] == [entry]

    def shift(self, delta_ms: Ms) -> None:
        """Move every moment."""
        self._log.append((self, None, -delta_ms))
        self._move(delta_ms)

    @property
    def first(self) -> tuple[Ms, V] | None:
        """The earliest moment and its member, if there is any."""
        return self._entries[0] if self._entries else None

    def __iter__(self) -> Iterator[tuple[Ms, V]]:
        return iter(self._entries)

    def __reversed__(self) -> Iterator[tuple[Ms, V]]:
        return reversed(self._entries)

    def _insert(self, entry: tuple[Ms, V]) -> None:
        entries = self._entries
        if not entries or entries[-1] < entry:  # as nearly always: what comes is the latest
            entries.append(entry)
        else:
            entries.insert(bisect_left(entries, entry), entry)

    def _remove(self, entry: tuple[Ms, V]) -> None:
        if entry not in self:
            raise KeyError(entry)
        del self._entries[bisect_left(self._entries, entry)]

    def _move(self, delta_ms: Ms) -> None:
        self._entries = [(at + delta_ms, member) for at, member in self._entries]

    def restore(self, key: tuple[Ms, V] | None, old: Any) -> None:
        """Undo one change: called by the journal only."""
        if key is None:
            self._move(old)
        elif old:
            self._insert(key)
        else:
            self._remove(key)


class Numbered(Agenda[V]):
    """Members in the order of the events that put them there: no clock that is set moves them."""

    __slots__ = ()

    def shift(self, delta_ms: Ms) -> None:
        """Nothing: these are no moments."""

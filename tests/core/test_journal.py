"""Whatever was done to books and indexes, undo makes them read as before."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.journal import Agenda, Book, Index, Journal, Noted, Touched

KEYS = st.sampled_from("abcd")
VALUES = st.integers(0, 3)
DEEDS = ["set", "del", "add", "discard", "plan", "drop", "shift"]
CHANGES = st.lists(st.tuples(st.sampled_from(DEEDS), KEYS, VALUES), max_size=40)


class Shelf:
    """A book, an index and an agenda under one journal, beside plain ones that say what they ought to hold."""

    def __init__(self) -> None:
        self.journal = Journal()
        self.book: Book[str, int] = Book(self.journal)
        self.index: Index[str, int] = Index(self.journal)
        self.agenda: Agenda[str] = Agenda(self.journal)
        self.plain: dict[str, int] = {}
        self.sets: dict[str, set[int]] = {}
        self.planned: set[tuple[int, str]] = set()

    def change(self, deed: str, key: str, value: int) -> None:
        if deed == "set":
            self.book[key] = self.plain[key] = value
        elif deed == "del":
            if key in self.plain:
                del self.book[key]
                del self.plain[key]
        elif deed == "add":
            self.index.add(key, value)
            self.sets.setdefault(key, set()).add(value)
        elif deed in ("plan", "drop", "shift"):
            self.plan(deed, key, value)
        else:
            self.index.discard(key, value)
            self.sets.get(key, set()).discard(value)

    def plan(self, deed: str, key: str, value: int) -> None:
        if deed == "shift":
            self.agenda.shift(value)
            self.planned = {(at + value, member) for at, member in self.planned}
        elif deed == "plan" and (value, key) not in self.planned:
            self.agenda.add(value, key)
            self.planned.add((value, key))
        elif deed == "drop" and (value, key) in self.planned:
            self.agenda.discard(value, key)
            self.planned.discard((value, key))

    def reads(self) -> tuple[dict[str, int], dict[str, list[int]], list[tuple[int, str]]]:
        return dict(self.book), {key: sorted(self.index[key]) for key in sorted(self.index)}, list(self.agenda)


@given(CHANGES)
def test_a_journaled_map_reads_as_a_plain_one(changes: list[tuple[str, str, int]]) -> None:
    shelf = Shelf()
    for change in changes:
        shelf.change(*change)
    book, index, agenda = shelf.reads()
    assert book == shelf.plain
    assert index == {key: sorted(members) for key, members in sorted(shelf.sets.items()) if members}
    assert all(shelf.index.count(key) == len(shelf.sets.get(key, ())) for key in "abcd")
    assert agenda == sorted(shelf.planned)
    assert shelf.agenda.first == min(shelf.planned, default=None)
    for at in range(-1, 5):
        assert shelf.agenda.until(at) == len([each for each in shelf.planned if each[0] <= at])
        assert shelf.agenda.after(at) == min([each[0] for each in shelf.planned if each[0] > at], default=None)
        assert ((at, "a") in shelf.agenda) == ((at, "a") in shelf.planned)


@given(CHANGES, st.integers(0, 40))
def test_undo_to_any_mark_restores_what_stood_there(changes: list[tuple[str, str, int]], cut: int) -> None:
    shelf = Shelf()
    for change in changes[:cut]:
        shelf.change(*change)
    mark, before = shelf.journal.mark(), shelf.reads()
    for change in changes[cut:]:
        shelf.change(*change)
    shelf.journal.undo(mark)
    assert shelf.reads() == before
    assert shelf.journal.mark() == mark


@given(CHANGES, st.lists(st.integers(0, 40), max_size=4))
def test_marks_nest(changes: list[tuple[str, str, int]], cuts: list[int]) -> None:
    shelf, marks = Shelf(), []
    for place, change in enumerate(changes):
        marks += [(shelf.journal.mark(), shelf.reads()) for cut in cuts if cut == place]
        shelf.change(*change)
    for mark, before in reversed(marks):
        shelf.journal.undo(mark)
        assert shelf.reads() == before


def test_undo_without_a_mark_takes_back_everything_since_the_last_forget() -> None:
    shelf = Shelf()
    shelf.change("set", "a", 1)
    shelf.journal.forget()
    shelf.change("set", "a", 2)
    shelf.change("add", "b", 2)
    shelf.journal.undo()
    assert shelf.reads() == ({"a": 1}, {}, [])


def test_a_failed_change_leaves_nothing_to_undo() -> None:
    shelf = Shelf()
    shelf.change("set", "a", 1)
    mark = shelf.journal.mark()
    with pytest.raises(KeyError):
        del shelf.book["b"]
    unhashable: Any = []
    with pytest.raises(TypeError):
        shelf.book[unhashable] = 1
    with pytest.raises(KeyError):
        shelf.agenda.discard(1, "nobody")
    assert shelf.journal.mark() == mark


def test_adding_what_is_there_and_discarding_what_is_not_change_nothing() -> None:
    shelf = Shelf()
    shelf.index.add("a", 1)
    mark = shelf.journal.mark()
    shelf.index.add("a", 1)
    shelf.index.discard("a", 2)
    shelf.index.discard("b", 1)
    assert shelf.journal.mark() == mark


def test_an_emptied_key_is_no_longer_listed() -> None:
    shelf = Shelf()
    shelf.index.add("a", 1)
    shelf.index.discard("a", 1)
    assert list(shelf.index) == []
    assert list(shelf.index["a"]) == []


@pytest.mark.parametrize("way", ["pop", "popitem", "clear", "update", "setdefault", "__ior__"])
def test_a_book_refuses_every_change_that_it_could_not_undo(way: str) -> None:
    book: Book[str, int] = Book(Journal())
    book["a"] = 1
    with pytest.raises(TypeError, match="assignment and deletion only"):
        getattr(book, way)({"a": 2})
    assert book == {"a": 1}


@given(CHANGES, st.integers(0, 40))
def test_what_was_touched_is_what_was_changed_and_not_taken_back(changes: list[tuple[str, str, int]], cut: int) -> None:
    shelf = Shelf()
    for change in changes[:cut]:
        shelf.change(*change)
    mark, before = shelf.journal.mark(), dict(shelf.book)
    for change in changes[cut:]:
        shelf.change(*change)
    touched = set(Touched(shelf.journal, mark).of(shelf.book))
    differ = {key for key in "abcd" if before.get(key) != shelf.book.get(key)}
    assert differ <= touched <= {key for deed, key, _ in changes[cut:] if deed in ("set", "del")}
    assert list(Touched(shelf.journal, mark).of(Book(shelf.journal))) == []
    shelf.journal.undo(mark)
    assert list(Touched(shelf.journal, mark).of(shelf.book)) == []


@given(st.lists(st.tuples(st.sampled_from(["set", "del", "look", "undo"]), KEYS, VALUES), max_size=40))
def test_whoever_keeps_something_of_a_book_hears_of_every_record_that_is_another(
    changes: list[tuple[str, str, int]],
) -> None:
    journal = Journal()
    book: Noted[str, int] = Noted(journal)
    kept: dict[str, int] = {}
    mark = journal.mark()
    for deed, key, value in changes:
        if deed == "set":
            book[key] = value
        elif deed == "del" and key in book:
            del book[key]
        elif deed == "undo":
            journal.undo(mark)
        elif deed == "look":
            for noted in book.changed:
                kept.pop(noted, None)
                if noted in book:
                    kept[noted] = book[noted]
            book.changed.clear()
            assert kept == book

"""What the keys of a bar mean: data, read from TOML.

name = "A bar"
kind = "keys"                        # or "serial", "scanner"
[timing]
hold_ms = 600                        # a long press
gap_ms = 80                          # between the keys that one button sends
combo_ms = 50                        # between two keys pressed together
[keys]
"KP1" = "slot:1"
"hold KP9" = "all_day"
"KP1 & KP2" = "acknowledge"
"LEFTCTRL+LEFTSHIFT+F5 ENTER" = "bump"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Annotated, Literal, NamedTuple, TypeVar

import msgspec

from bumpbar.keys import code_of, name_of

FUNCTION = re.compile(
    r"(slot:([1-9]|[1-9][0-9])|(bump|start|rush|sold_out|acknowledge)(:([1-9]|[1-9][0-9]))?"
    r"|recall|page|all_day|card|recalls|batches|screen)\Z"
)
"""Every function: of a slot, of what is selected, of a slot at once, or of the whole screen."""
KEYS_MOST = 200
STEPS_MOST = 8
Kind = Literal["keys", "serial", "scanner"]
Key = TypeVar("Key")
Wait = Annotated[int, msgspec.Meta(ge=5, le=5_000)]


class BadKeymap(Exception):
    """A keymap that cannot be used; the text says what and where."""


class Chord(NamedTuple):
    """A key, and the modifiers that are down with it."""

    code: int
    modifiers: frozenset[int] = frozenset()


class Timing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Milliseconds that tell gestures apart."""

    hold_ms: Wait = 600
    gap_ms: Wait = 80
    combo_ms: Wait = 50


class Match(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A USB device's identity, each four hex digits."""

    vendor: str
    product: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    kind: Kind = "keys"
    timing: Timing = msgspec.field(default_factory=Timing)
    match: list[Match] = []
    baud: Annotated[int, msgspec.Meta(ge=300, le=115_200)] = 9_600
    keys: Annotated[dict[str, str], msgspec.Meta(max_length=KEYS_MOST)] = {}


class Keymap(NamedTuple):
    """The gestures of a bar and what they mean, each in a table of its own."""

    name: str
    kind: Kind
    timing: Timing
    match: list[Match]
    baud: int
    sequences: Mapping[tuple[Chord, ...], str]
    holds: Mapping[Chord, str]
    combos: Mapping[frozenset[int], str]
    modifiers: frozenset[int]
    """Keys that some chord needs to be down."""

    def lacking(self, keys: Collection[int]) -> list[str]:
        """The functions for which none of the gestures can be made on a bar that has these keys."""
        made = [(function, set(_codes(steps))) for steps, function in self.sequences.items()]
        made += [(function, set(_codes([chord]))) for chord, function in self.holds.items()]
        made += [(function, set(pair)) for pair, function in self.combos.items()]
        able = {function for function, codes in made if codes <= set(keys)}
        return sorted({function for function, _ in made} - able)


def parse(text: str) -> Keymap:
    """Read a keymap. Raises `BadKeymap`."""
    try:
        found = msgspec.convert(tomllib.loads(text), _File)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BadKeymap(str(error)) from None
    sequences: dict[tuple[Chord, ...], str] = {}
    holds: dict[Chord, str] = {}
    combos: dict[frozenset[int], str] = {}
    for gesture, function in found.keys.items():
        if not FUNCTION.match(function):
            raise BadKeymap(f"{gesture!r} means {function!r}, which is no function")
        words = gesture.split()
        if words[:1] == ["hold"] and len(words) == 2:
            fresh = _put(holds, _chord(words[1], gesture), function)
        elif len(words) == 3 and words[1] == "&":
            fresh = _put(combos, frozenset((_code(words[0], gesture), _code(words[2], gesture))), function)
        elif 1 <= len(words) <= STEPS_MOST:
            fresh = _put(sequences, tuple(_chord(word, gesture) for word in words), function)
        else:
            raise BadKeymap(f"{gesture!r} has no keys, or more than {STEPS_MOST}")
        if not fresh:
            raise BadKeymap(f"{gesture!r} stands there twice")
    if any(len(each) != 2 for each in combos):
        raise BadKeymap("Two keys together have to be two keys")
    chords = [chord for steps in sequences for chord in steps] + list(holds)
    modifiers = frozenset().union(*(chord.modifiers for chord in chords)) if chords else frozenset[int]()
    return Keymap(found.name, found.kind, found.timing, found.match, found.baud, sequences, holds, combos, modifiers)


def _codes(chords: Iterable[Chord]) -> Iterator[int]:
    for chord in chords:
        yield chord.code
        yield from chord.modifiers


def _put(table: dict[Key, str], key: Key, function: str) -> bool:
    fresh = key not in table
    table[key] = function
    return fresh


def _chord(word: str, gesture: str) -> Chord:
    *modifiers, key = word.split("+")
    return Chord(_code(key, gesture), frozenset(_code(each, gesture) for each in modifiers))


def _code(name: str, gesture: str) -> int:
    try:
        return code_of(name)
    except KeyError:
        raise BadKeymap(f"{gesture!r} names the key {name!r}, which there is not") from None


def written(chord: Chord) -> str:
    """A chord as a keymap has it."""
    return "+".join([*sorted(name_of(each) for each in chord.modifiers), name_of(chord.code)])


def profiles() -> dict[str, Keymap]:
    """The keymaps that come along, by their names on disk."""
    folder = files("bumpbar") / "profiles"
    found = sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)
    return {each.name.removesuffix(".toml"): parse(each.read_text("utf-8")) for each in found}

"""The kernel's keys by name, as far as bars send them: physical codes, whatever NumLock and the layout say."""

from __future__ import annotations

_ROWS = {
    1: "ESC 1 2 3 4 5 6 7 8 9 0 MINUS EQUAL BACKSPACE TAB",
    16: "Q W E R T Y U I O P LEFTBRACE RIGHTBRACE ENTER LEFTCTRL",
    30: "A S D F G H J K L SEMICOLON APOSTROPHE GRAVE LEFTSHIFT BACKSLASH",
    44: "Z X C V B N M COMMA DOT SLASH RIGHTSHIFT KPASTERISK LEFTALT SPACE CAPSLOCK",
    59: "F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 NUMLOCK SCROLLLOCK",
    71: "KP7 KP8 KP9 KPMINUS KP4 KP5 KP6 KPPLUS KP1 KP2 KP3 KP0 KPDOT",
    86: "102ND F11 F12",
    96: "KPENTER RIGHTCTRL KPSLASH SYSRQ RIGHTALT",
    102: "HOME UP PAGEUP LEFT RIGHT END DOWN PAGEDOWN INSERT DELETE",
    117: "KPEQUAL KPPLUSMINUS PAUSE",
    125: "LEFTMETA RIGHTMETA COMPOSE",
    183: "F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23 F24",
}
CODES = {name: first + place for first, row in _ROWS.items() for place, name in enumerate(row.split())}
"""Name, without the kernel's KEY_, → code."""
NAMES = {code: name for name, code in CODES.items()}
BYTE = 0x1000
"""A byte of a serial bar is the key `BYTE + byte`, named x00 to xFF."""
SHIFTS = frozenset({CODES["LEFTSHIFT"], CODES["RIGHTSHIFT"]})
SIGNS = {"MINUS": "-", "DOT": ".", "SLASH": "/", "SPACE": " ", "KPMINUS": "-", "KPDOT": ".", "KPSLASH": "/"}


def code_of(name: str) -> int:
    """The code of a name as it stands in a keymap. Raises `KeyError`."""
    upper = name.upper().removeprefix("KEY_")
    if len(upper) == 3 and upper[0] == "X" and all(each in "0123456789ABCDEF" for each in upper[1:]):
        return BYTE + int(upper[1:], 16)
    if upper.startswith("#") and upper[1:].isdigit() and int(upper[1:]) < BYTE:
        return int(upper[1:])
    return CODES[upper]


def name_of(code: int) -> str:
    """What `code_of` reads; `#n` for a key without a name here."""
    if BYTE <= code < BYTE + 256:
        return f"x{code - BYTE:02X}"
    return NAMES.get(code, f"#{code}")


def character(code: int, shifted: bool) -> str:
    """What a scanner means by a key; empty where that is no character of a code."""
    name = NAMES.get(code, "")
    if name in SIGNS:
        return SIGNS[name]
    bare = name.removeprefix("KP")
    if len(bare) == 1:
        return bare if shifted or bare.isdigit() else bare.lower()
    return ""

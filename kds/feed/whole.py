"""Whole files: a script or a sheet with all that it imports in it, for who is on a bad network.

js/guest/order.whole.js ──▶ js/guest/order.js and its modules, each once, what is imported before what imports it
css/guest/scan.whole.css ──▶ css/guest/scan.css with the sheets that it imports

A module keeps its scope: it is a function that is called once and hands out what it exports. What is imported elsewhere
is what it was when it was exported, so nothing is exported that changes (`let`). The files themselves stay as they are:
a page in a good network reads them one by one.
"""

from __future__ import annotations

import re
from functools import cache
from posixpath import join, normpath, splitext

from kds.resources import static_dir

MARK = ".whole"
IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.{1,2}/[^"]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?function|class|const) (\w+)", re.MULTILINE)
SHEET = re.compile(r'^@import "(\.{1,2}/[^"]+)";$', re.MULTILINE)
REMARK = re.compile(r"^\s*(?://[^\n]*|/\*.*?\*/\s*)\n", re.MULTILINE | re.DOTALL)
LEFT = re.compile(r"^\s*(?:import|export|@import)\b.*", re.MULTILINE)
"""What would stand for something that is not known here."""


class Unlinked(ValueError):
    """A file that cannot be part of a whole one: it imports itself by way of others, or in a way of its own."""


def whole(path: str) -> str:
    """The path of the whole file to that of a file below `static`."""
    name, kind = splitext(path)
    return f"{name}{MARK}{kind}"


def source(path: str) -> str | None:
    """The path of which this is the whole file's; None where it is that of no such file."""
    name, kind = splitext(path)
    return name.removesuffix(MARK) + kind if name.endswith(MARK) and kind in (".js", ".css") else None


@cache
def joined(path: str) -> str:
    """A file below `static` with what it imports. Raises `Unlinked`."""
    files: dict[str, str] = {}
    _collect(path, files, ())
    names = {each: f"m{number}" for number, each in enumerate(files)}
    made = _sheet if path.endswith(".css") else _module
    return "".join([made(each, text, names) for each, text in files.items()])


def _collect(path: str, files: dict[str, str], above: tuple[str, ...]) -> None:
    """The texts of a file and of what it imports, each after what it needs itself."""
    if path in files:
        return
    if path in above:
        raise Unlinked(f"{path} imports itself: {' → '.join(above)}")
    text = (static_dir() / path).read_text("utf-8")
    for said in _imported(path, text):
        _collect(said, files, (*above, path))
    files[path] = REMARK.sub("", text)


def _imported(path: str, text: str) -> list[str]:
    said = SHEET.findall(text) if path.endswith(".css") else [each for _, each in IMPORT.findall(text)]
    return [normpath(join(path, "..", each)) for each in said]


def _sheet(path: str, text: str, names: dict[str, str]) -> str:
    return _complete(path, SHEET.sub("", text).lstrip("\n"))


def _module(path: str, text: str, names: dict[str, str]) -> str:
    def taken(found: re.Match[str]) -> str:
        wanted = re.sub(r"(\w+) as (\w+)", r"\1: \2", " ".join(found[1].split()))
        return f"const {{ {wanted} }} = {names[normpath(join(path, '..', found[2]))]};"

    exported = [name for _, name in EXPORT.findall(text)]
    body = _complete(path, EXPORT.sub(r"\1 \2", IMPORT.sub(taken, text)))
    return f"const {names[path]} = (() => {{\n{body}return {{ {', '.join(exported)} }};\n}})();\n"


def _complete(path: str, text: str) -> str:
    left = LEFT.search(text)
    if left is not None:
        raise Unlinked(f"{path}: {left[0]}")
    return text

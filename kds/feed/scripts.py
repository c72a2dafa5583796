"""Which modules a page's script is made of, so that a browser can fetch all of them at once."""

from __future__ import annotations

import re
from functools import cache
from posixpath import join, normpath

from kds.resources import static_dir

IMPORT = re.compile(r'^(?:import|export)\b[^"\n]*?(?:\bfrom )?"(\.{1,2}/[^"]+)";', re.MULTILINE)


@cache
def modules_of(entry: str) -> tuple[str, ...]:
    """What a module below `static` imports, and what that does: each once, as paths below `static`, without itself."""
    found: dict[str, None] = {entry: None}
    waiting = [entry]
    while waiting:
        path = waiting.pop()
        text = (static_dir() / path).read_text("utf-8")
        for said in IMPORT.findall(text):
            each = normpath(join(path, "..", said))
            if each not in found:
                found[each] = None
                waiting.append(each)
    return tuple(each for each in found if each != entry)

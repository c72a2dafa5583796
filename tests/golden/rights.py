"""Who may do what, as the table in kds/web/README.md says it."""

from __future__ import annotations

from pathlib import Path

import kds.web
from kds.core.rights import NOT_YOUR_TABLE, usual
from kds.core.types import Role
from kds.storage.tokens import ROLES
from kds.web.api import FEED, ROUTES
from kds.web.routes import PREFIX, Endpoint, Post

README = Path(kds.web.__file__).parent / "README.md"
BEGIN, END = "<!-- written by make golden -->\n", "<!-- so far -->\n"
ALL_ALIKE = frozenset({"menu"})
"""The views of which a guest sees no more and no less at another table."""


class NoMarks(Exception):
    """The README has lost the marks between which the table stands."""


def table() -> str:
    """The table: an endpoint a row, a role a column."""
    head = ["| endpoint | " + " | ".join(ROLES) + " |", "|---" * (len(ROLES) + 1) + "|"]
    rows = [_row(each) for each in (*ROUTES, FEED)]
    return "\n".join([*head, *rows]) + "\n"


def _row(endpoint: Endpoint) -> str:
    cells = "".join(f" {cell} |" if cell else " |" for cell in (_cell(endpoint, role) for role in ROLES))
    return f"| `{endpoint.method} {endpoint.path.removeprefix(PREFIX)}` |{cells}"


def _cell(endpoint: Endpoint, role: Role) -> str:
    if role not in usual(endpoint.rights):
        return ""
    return "own table" if role == "guest" and _own_table(endpoint) else "yes"


def _own_table(endpoint: Endpoint) -> bool:
    if isinstance(endpoint, Post):
        return NOT_YOUR_TABLE in endpoint.deed.refuses
    return endpoint.view not in ALL_ALIKE


def with_table(text: str) -> str:
    """The README's text with today's table between its marks. Raises NoMarks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise NoMarks(f"kds/web/README.md has no {BEGIN.strip()} … {END.strip()}")
    return f"{before}{begin}\n{table()}\n{end}{after}"

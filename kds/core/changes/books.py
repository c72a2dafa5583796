"""What of changes is alive."""

from __future__ import annotations

from kds.core.books import Books
from kds.core.changes.model import Draft, Kept
from kds.core.journal import Book


class ChangesBooks(Books):
    """Drafts, and the last changes that were made."""

    drafts: Book[str, Draft]
    kept: Book[str, Kept]

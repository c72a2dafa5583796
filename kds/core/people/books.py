"""Who works here, and what roles may."""

from __future__ import annotations

from kds.core.books import Books
from kds.core.journal import Book
from kds.core.people.model import Person, RoleRights


class PeopleBooks(Books):
    """The people of the house by their ids; by role what the house has said of it, where it has said anything."""

    staff: Book[str, Person]
    roles: Book[str, RoleRights]

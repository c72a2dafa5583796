"""What of the menu is alive."""

from __future__ import annotations

from kds.core.books import Books
from kds.core.journal import Book, One
from kds.core.menu.model import Dish, Menu, Stock


class MenuBooks(Books):
    """The published menu: its head, its dishes, and what is left of those that are counted."""

    head: One[Menu]
    dishes: Book[str, Dish]
    stock: Book[str, Stock]

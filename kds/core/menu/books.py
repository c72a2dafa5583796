"""What of the menu is alive."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.books import Books
from kds.core.journal import Book, Index, One
from kds.core.menu.model import Category, Dish, Former, Menu, Retired, Stock
from kds.core.types import Name


class MenuBooks(Books):
    """The menu: its head, its categories and dishes, and what is left of those that are counted.

    `former`: dishes that are not on it and are on somebody's bill. `former_of`: party → those that it ordered.
    `retired`: the last dishes that have left it, whoever had them.
    """

    head: One[Menu]
    categories: Book[str, Category]
    dishes: Book[str, Dish]
    former: Book[str, Former]
    retired: Book[str, Retired]
    stock: Book[str, Stock]
    former_of: Index[str, str]

    def known(self, dish: str) -> Dish | None:
        """The dish as it is, or as it was when it left the menu; None where nobody has it on a bill any more."""
        found = self.dishes.get(dish)
        if found is None and dish in self.former:
            return self.former[dish].dish
        return found

    def remembered(self, dish: str) -> Dish | None:
        """The dish as it is, or as it was when it left the menu; None where that is too long ago."""
        found = self.known(dish)
        if found is None and dish in self.retired:
            return self.retired[dish].dish
        return found

    def name_of(self, dish: str) -> Name:
        """What a dish is called: by its id, where nobody knows it any more."""
        found = self.remembered(dish)
        return Name(zh=dish, en=dish) if found is None else found.name

    def reindex(self) -> None:
        """Who ordered what has left the menu."""
        for dish, former in self.former.items():
            for party in former.parties:
                self.former_of.add(party, dish)

    def forget(self, session: str) -> None:
        """Dishes that nobody else has on a bill."""
        for dish in sorted(self.former_of[session]):
            rest = tuple([each for each in self.former[dish].parties if each != session])
            if rest:
                self.former[dish] = replace(self.former[dish], parties=rest)
            else:
                del self.former[dish]
            self.former_of.discard(session, dish)

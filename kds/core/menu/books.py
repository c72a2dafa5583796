"""What of the menu is alive."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.books import Books
from kds.core.journal import ONLY, Book, Index, One
from kds.core.menu.model import Category, Daypart, Dish, Stock
from kds.core.menu.standing import CurrentDaypart, Former, Menu, Retired, Turned
from kds.core.types import Ms, Name


class MenuBooks(Books):
    """The menu: its head, its categories and dishes, and what is left of those that are counted.

    `former`: dishes that are not on it and are on somebody's bill. `former_of`: party → those that it ordered.
    `retired`: the last dishes that have left it, whoever had them. `turned`: dishes whose price was changed by the day.
    """

    head: One[Menu]
    categories: Book[str, Category]
    dishes: Book[str, Dish]
    former: Book[str, Former]
    retired: Book[str, Retired]
    stock: Book[str, Stock]
    dayparts: Book[str, Daypart]
    part: One[CurrentDaypart]
    turned: Book[str, Turned]
    former_of: Index[str, str]

    @property
    def daypart(self) -> str:
        """The part of the day that it is; "" where the day has none."""
        part = self.part.value
        return "" if part is None else part.daypart

    def priced_in(self, dish: Dish) -> int:
        """The version of the menu since which a dish costs what it costs now."""
        turned = self.turned.get(dish.dish)
        return dish.priced_in if turned is None else max(dish.priced_in, turned.version)

    def ask_daypart(self) -> None:
        """What part of the day it is may be another now: the calendar is to be asked again."""
        part = self.part.value
        if part is not None and not self.dayparts:
            del self.part[ONLY]
        elif part is not None:
            self.part[ONLY] = replace(part, ends_at=0)

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

    def shift(self, delta_ms: Ms) -> None:
        """Running time was set: the calendar is to be asked again."""
        super().shift(delta_ms)
        self.ask_daypart()

    def forget(self, session: str) -> None:
        """Dishes that nobody else has on a bill."""
        for dish in sorted(self.former_of[session]):
            rest = tuple([each for each in self.former[dish].parties if each != session])
            if rest:
                self.former[dish] = replace(self.former[dish], parties=rest)
            else:
                del self.former[dish]
            self.former_of.discard(session, dish)

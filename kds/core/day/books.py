"""What of the house and its day is alive."""

from __future__ import annotations

from kds.core.books import Books
from kds.core.day.model import Day, House
from kds.core.journal import One


class DayBooks(Books):
    """The settings of the house, and the business day under way."""

    house: One[House]
    current: One[Day]

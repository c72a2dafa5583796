"""What each event says to people, in both languages: how the audit tells of it. A file for each group of events.

`{field}` is a field of the event, put into words by whoever tells it. What stands in `[…]` is said only where one of
the fields in it says something.
"""

from __future__ import annotations

from kds.core.types import Name
from kds.feed.public.words import bills, drawer, floor, house, kitchen, menu, orders, people, printing
from kds.feed.public.words.said import Group, Said

GROUPS: dict[Group, Name] = {
    "orders": Name(zh="点菜和出菜", en="Orders"),
    "bills": Name(zh="账单", en="Bills"),
    "drawer": Name(zh="收银台和日结", en="Tills and days"),
    "floor": Name(zh="桌台和客人", en="Tables and guests"),
    "kitchen": Name(zh="后厨", en="Kitchen"),
    "menu": Name(zh="菜单", en="Menu"),
    "people": Name(zh="员工和权限", en="People and rights"),
    "house": Name(zh="店铺设置", en="Settings"),
}
WORDS: dict[str, Said] = {
    **orders.WORDS,
    **bills.WORDS,
    **floor.WORDS,
    **drawer.WORDS,
    **kitchen.WORDS,
    **printing.WORDS,
    **menu.WORDS,
    **house.WORDS,
    **people.WORDS,
}
"""By the types of events: all that a ledger can hold."""

"""Whether a dish is sold by a channel, and in the present part of the day; sold out is another matter.

It is asked when a dish is ordered, and of a set meal only of the meal itself. What has been ordered stays ordered.
"""

from __future__ import annotations

from kds.core.menu.model import Dish
from kds.core.selling import is_sold_by, is_sold_in, sold_in_words
from kds.core.state import State
from kds.core.types import Channel, Name, Refusal, reason

NOT_SOLD_NOW = reason(
    "not_sold_now",
    "conflict",
    "“{name_zh}”现在不供应，供应时间：{hours_zh}",
    "“{name_en}” is not sold now; it is available {hours_en}",
)
NOT_SOLD_HERE = reason(
    "not_sold_here",
    "conflict",
    "“{name_zh}”不能这样点，请叫服务员",
    "“{name_en}” cannot be ordered this way; ask the staff",
)
REFUSES = (NOT_SOLD_HERE, NOT_SOLD_NOW)


def is_on_sale(state: State, dish: Dish, channel: Channel) -> None:
    """Refused: as in `REFUSES`."""
    names = {"dish": dish.dish, "name_zh": dish.name.in_zh, "name_en": dish.name.in_en}
    if not is_sold_by(dish, channel):
        raise Refusal(NOT_SOLD_HERE, channels=dish.channels, **names)
    if not is_sold_in(dish, state.menu.daypart):
        hours = sold_in_words(state.menu.dayparts.values(), dish) or Name(zh="—", en="—")
        raise Refusal(NOT_SOLD_NOW, hours_zh=hours.zh, hours_en=hours.en, **names)

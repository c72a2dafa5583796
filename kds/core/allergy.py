"""Which words on a line speak of an allergy: they are shown louder than any other note.

| says so                                          | does not          |
|--------------------------------------------------|-------------------|
| 花生过敏 · 过敏：海鲜 · 不能吃花生 · 忌口坚果 | 少油 · 不要香菜   |
| peanut allergy · allergic to nuts · no peanuts   | less oil · no ice |
| coeliac · anaphylaxis · epipen · gluten free     | extra nuts        |
| 乳糖不耐受 · 蚕豆病                              | 不耐煮            |
"""

from __future__ import annotations

import re

_EATEN = "花生|坚果|果仁|海鲜|虾|蟹|贝|鱼|蛋|奶|乳|麸|小麦|大豆|黄豆|芝麻|核桃|腰果|杏仁"
_FOODS = (
    "peanut|nut|almond|cashew|walnut|seafood|shellfish|shrimp|prawn|crab|fish|egg|milk|dairy|gluten|wheat|soya?|sesame"
)
_SAYS = re.compile(
    rf"过敏|過敏|不耐受|蚕豆病|(?:不能吃|不可吃|吃不得|忌口?)\s*(?:{_EATEN})|allerg|anaphyla|epi-?pen|co?eliac|intoleran|lactose"
    rf"|\bno (?:{_FOODS})(?:e?s)?\b|\b(?:{_FOODS})s?[ -]free\b",
    re.IGNORECASE,
)


def speaks_of_allergy(*texts: str) -> bool:
    """Whether one of these notes or options says that somebody must not eat something."""
    return any(_SAYS.search(text) for text in texts)

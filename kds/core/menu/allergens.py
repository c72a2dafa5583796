"""The allergens, and what they are called."""

from __future__ import annotations

from typing import Literal

from kds.core.types import Name

Allergen = Literal[
    "gluten",
    "crustaceans",
    "eggs",
    "fish",
    "peanuts",
    "soy",
    "milk",
    "nuts",
    "celery",
    "mustard",
    "sesame",
    "sulphites",
    "lupin",
    "molluscs",
    "buckwheat",
    "mango",
    "mushrooms",
    "sichuan_pepper",
    "coriander",
]
"""What a dish may hold that some must not eat: the fourteen of most laws, and what people in China ask about beside."""

ALLERGENS: dict[Allergen, Name] = {
    "gluten": Name(zh="含麸质谷物", en="Cereals with gluten"),
    "crustaceans": Name(zh="甲壳类（虾、蟹）", en="Crustaceans"),
    "eggs": Name(zh="蛋类", en="Eggs"),
    "fish": Name(zh="鱼类", en="Fish"),
    "peanuts": Name(zh="花生", en="Peanuts"),
    "soy": Name(zh="大豆", en="Soy"),
    "milk": Name(zh="乳及乳制品", en="Milk"),
    "nuts": Name(zh="坚果", en="Nuts"),
    "celery": Name(zh="芹菜", en="Celery"),
    "mustard": Name(zh="芥末", en="Mustard"),
    "sesame": Name(zh="芝麻", en="Sesame"),
    "sulphites": Name(zh="亚硫酸盐", en="Sulphites"),
    "lupin": Name(zh="羽扇豆", en="Lupin"),
    "molluscs": Name(zh="软体动物（贝、鱿鱼）", en="Molluscs"),
    "buckwheat": Name(zh="荞麦", en="Buckwheat"),
    "mango": Name(zh="芒果", en="Mango"),
    "mushrooms": Name(zh="菌菇", en="Mushrooms"),
    "sichuan_pepper": Name(zh="花椒", en="Sichuan pepper"),
    "coriander": Name(zh="香菜", en="Coriander"),
}
"""In the order in which pages list them."""

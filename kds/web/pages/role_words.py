"""What screens are for, in words."""

from __future__ import annotations

from kds.core.kitchen.screens import ScreenRole
from kds.core.types import Name

ROLES: dict[ScreenRole, Name] = {
    "prep": Name(zh="做菜", en="Cooking"),
    "backup": Name(zh="备用屏", en="Backup"),
    "mirror": Name(zh="同屏", en="Mirror"),
    "expo": Name(zh="传菜口", en="The pass"),
    "runner": Name(zh="跑菜", en="Runners"),
    "pickup": Name(zh="取餐叫号", en="Pickup numbers"),
    "progress": Name(zh="前厅进度", en="Progress for the floor"),
    "calls": Name(zh="服务呼叫", en="Service calls"),
}
WHAT_FOR: dict[ScreenRole, Name] = {
    "prep": Name(zh="厨师照着做，按完成", en="Cooks make what stands there, and bump it"),
    "backup": Name(
        zh="平时待机；所选档口没有屏幕显示时，自动接着显示",
        en="Waits; shows its stations as soon as no other screen does",
    ),
    "mirror": Name(zh="和另一块屏幕显示一样的内容", en="The same as another screen shows"),
    "expo": Name(zh="整桌看菜、催菜、划菜", en="Whole tables: what is missing, what goes out"),
    "runner": Name(zh="现在要端什么，端到哪桌", en="What to carry now, and where"),
    "pickup": Name(zh="给客人看：制作中、可取餐", en="For guests: being made, ready"),
    "progress": Name(zh="每桌还在等什么", en="What each table still waits for"),
    "calls": Name(zh="哪桌在叫服务员", en="Which table calls for somebody"),
}
"""What a screen is for, and what stands on it."""

"""What the fields of settings are called, and what stands in them by a code, in both languages."""

from __future__ import annotations

from typing import Any

from kds.core.types import Name
from kds.web.pages.role_words import ROLES
from kds.web.pages.tender_words import TENDER_KINDS

NOTHING = Name(zh="—", en="—")
ALL_STATIONS = Name(zh="所有档口", en="all stations")
BOOLEANS = {True: Name(zh="是", en="yes"), False: Name(zh="否", en="no")}

LISTS = {
    "menu.categories": Name(zh="分类", en="Category"),
    "menu.dishes": Name(zh="菜品", en="Dish"),
    "menu.dayparts": Name(zh="餐段", en="Part of the day"),
    "kitchen.stations": Name(zh="档口", en="Station"),
    "kitchen.screens": Name(zh="屏幕", en="Screen"),
    "kitchen.routes": Name(zh="分流规则", en="Route"),
    "kitchen.services": Name(zh="用餐方式的时限", en="Lateness of a service"),
    "kitchen.themes": Name(zh="时段方案", en="Kitchen theme"),
    "floor.areas": Name(zh="区域", en="Area"),
    "floor.tables": Name(zh="桌台", en="Table"),
}
"""What a thing is, by the list that it stands in."""

FIELDS = {
    "name": Name(zh="名称", en="Name"),
    "position": Name(zh="排列位置", en="Position"),
    "order": Name(zh="排列顺序", en="Order"),
    "kind": Name(zh="种类", en="Kind"),
    "category": Name(zh="分类", en="Category"),
    "station": Name(zh="档口", en="Station"),
    "price_minor": Name(zh="价格", en="Price"),
    "standard_ms": Name(zh="标准时间", en="Standard time"),
    "options": Name(zh="选项", en="Options"),
    "choices": Name(zh="可选", en="Choices"),
    "portion_permille": Name(zh="份量", en="Share of a portion"),
    "min": Name(zh="最少", en="At least"),
    "max": Name(zh="最多", en="At most"),
    "cells": Name(zh="锅底格", en="Cells"),
    "price": Name(zh="计价方式", en="How it is priced"),
    "soups": Name(zh="汤底", en="Soups"),
    "soon_permille": Name(zh="快超时", en="Soon"),
    "late_permille": Name(zh="超时", en="Late"),
    "critical_permille": Name(zh="严重超时", en="Very late"),
    "critical_ms": Name(zh="最长时间", en="Very late after"),
    "weighed": Name(zh="按重量卖", en="Sold by weight"),
    "per": Name(zh="每多少克计价", en="Priced per"),
    "to_weigh": Name(zh="下单后称重", en="Weighed after it is ordered"),
    "code": Name(zh="快捷码", en="Quick code"),
    "meal": Name(zh="套餐内容", en="What the set meal has"),
    "portion": Name(zh="每份多少", en="Portion"),
    "serves": Name(zh="几人份", en="Serves"),
    "allergens": Name(zh="过敏原", en="Allergens"),
    "alcohol": Name(zh="含酒精", en="Alcohol"),
    "course": Name(zh="第几道", en="Course"),
    "prices": Name(zh="分时分渠道价格", en="Other prices"),
    "photo": Name(zh="照片", en="Photo"),
    "recipe": Name(zh="做法", en="Recipe"),
    "steps": Name(zh="后续工序", en="Further steps"),
    "from_minute": Name(zh="开始时间", en="Begins at"),
    "weekdays": Name(zh="星期", en="Weekdays"),
    "priority": Name(zh="排序规则", en="Order of cooking"),
    "thresholds": Name(zh="超时提醒", en="Lateness"),
    "stations": Name(zh="显示的档口", en="Stations shown"),
    "text": Name(zh="字号", en="Text size"),
    "reserved": Name(zh="保留号位", en="Reserved slots"),
    "all_day": Name(zh="待做汇总", en="All-day column"),
    "language": Name(zh="语言", en="Language"),
    "diagonal_inches": Name(zh="屏幕尺寸（吋）", en="Inches"),
    "distance_cm": Name(zh="观看距离", en="Distance"),
    "of": Name(zh="同屏", en="Mirrors"),
    "role": Name(zh="用途", en="What it is for"),
    "areas": Name(zh="区域", en="Areas"),
    "quiet": Name(zh="不响的提示音", en="No sound for"),
    "spoken": Name(zh="语音播报", en="Called out"),
    "layout": Name(zh="排列方式", en="Layout"),
    "columns": Name(zh="列数", en="Columns"),
    "rows": Name(zh="行数", en="Rows"),
    "shows": Name(zh="屏幕显示", en="What screens show"),
    "bars": Name(zh="键盘操作的屏幕", en="What bump bars work"),
    "works": Name(zh="操作的屏幕", en="Screen that they work"),
    "minutes": Name(zh="每天开始的时间", en="Begins every day at"),
    "batches": Name(zh="并菜", en="Cooked together"),
    "area": Name(zh="区域", en="Area"),
    "seats": Name(zh="座位", en="Seats"),
    "base_gate_ms": Name(zh="菜等锅底上桌", en="Dishes wait for the base"),
    "categories": Name(zh="分类", en="Categories"),
    "dishes": Name(zh="菜品", en="Dishes"),
    "channels": Name(zh="点单渠道", en="Channels"),
    "dayparts": Name(zh="餐段", en="Parts of the day"),
    "deed": Name(zh="用于", en="For"),
    "said": Name(zh="可选的原因", en="Reasons offered"),
    "free": Name(zh="可以另写原因", en="Another reason may be written"),
    "opens_drawer": Name(zh="打开钱箱", en="Opens the drawer"),
    "invoiceable": Name(zh="可以开票", en="Can be invoiced"),
    "rounds": Name(zh="可以抹零", en="Is rounded"),
    "value": Name(zh="数值", en="Value"),
    "service": Name(zh="用餐方式", en="Service"),
    "services": Name(zh="用餐方式", en="Services"),
    "exempt": Name(zh="不计的菜", en="Dishes left out"),
    "automatic": Name(zh="自动加收", en="Charged by itself"),
}
"""By their names, whatever record they are of."""

CODES: dict[Any, Name] = {
    "base": Name(zh="锅底", en="soup base"),
    "dish": Name(zh="菜", en="dish"),
    "drink": Name(zh="酒水", en="drink"),
    "sauce": Name(zh="小料", en="dip"),
    "fixed": Name(zh="汤底不另收", en="soups cost nothing more"),
    "sum": Name(zh="每种汤底都收", en="every soup is added"),
    "dearest": Name(zh="按最贵的汤底收", en="the dearest soup is added"),
    "rushed": Name(zh="催菜优先", en="rushed first"),
    "base_first": Name(zh="锅底优先", en="soup bases first"),
    "overdue": Name(zh="超时优先", en="late ones first"),
    "due_time": Name(zh="按该出的时间", en="by when they are due"),
    "small": Name(zh="小", en="small"),
    "medium": Name(zh="中", en="medium"),
    "large": Name(zh="大", en="large"),
    "zh": Name(zh="中文", en="Chinese"),
    "en": Name(zh="英文", en="English"),
    "both": Name(zh="中文和英文", en="Chinese and English"),
    "slots": Name(zh="固定号位", en="numbered slots"),
    "columns": Name(zh="一张接一张", en="one below the other"),
    "dishes": Name(zh="按菜品", en="by dish"),
    "tables": Name(zh="按桌", en="by table"),
    **ROLES,
    **TENDER_KINDS,
    "per_head": Name(zh="按人", en="per head"),
    "percent": Name(zh="按比例", en="percent"),
    "packing": Name(zh="按份打包", en="per portion packed"),
}
"""What stands in a field by a code."""
TONES: dict[str, Name] = {
    "arrived": Name(zh="新单", en="new work"),
    "rushed": Name(zh="催菜", en="rushes"),
    "voided": Name(zh="退菜", en="voids"),
}
"""What a wall sounds for."""

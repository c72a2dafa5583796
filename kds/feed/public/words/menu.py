"""What is said of the menu and its stock."""

from __future__ import annotations

from kds.feed.public.words.said import Said, said

WORDS: dict[str, Said] = {
    "StockCounted": said("menu", "沽清、限量", "Stock", "{dish} 剩余：{remaining}", "{dish}, left: {remaining}"),
    "MenuChanged": said(
        "menu",
        "改菜单",
        "Menu changed",
        "改菜单（第 {version} 版）[ 菜品：{dishes}][ 分类：{categories}][ 餐段：{dayparts}]"
        "[ 删去菜品：{dishes_gone}][ 删去分类：{categories_gone}][ 删去餐段：{dayparts_gone}]",
        "Changed the menu (version {version})[; dishes: {dishes}][; categories: {categories}][; hours: {dayparts}]"
        "[; dishes gone: {dishes_gone}][; categories gone: {categories_gone}][; hours gone: {dayparts_gone}]",
    ),
    "DaypartBegan": said(
        "menu",
        "餐段开始",
        "Part of the day",
        "餐段 {daypart} 开始，到 {ends_at} 为止；改价的菜：{repriced}",
        "{daypart} began, until {ends_at}; other prices: {repriced}",
    ),
    "MenuPublished": said(
        "menu",
        "发布菜单",
        "Menu published",
        "发布整份菜单：{menu}",
        "Published a whole menu: {menu}",
    ),
}

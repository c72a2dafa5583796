"""What is said of the settings of the house, of drafts and of changes taken back."""

from __future__ import annotations

from kds.feed.public.words.said import Said, said

WORDS: dict[str, Said] = {
    "FloorChanged": said(
        "house",
        "改桌台",
        "Floor changed",
        "改桌台[ 区域：{areas}][ 桌台：{tables}][ 删去区域：{areas_gone}][ 删去桌台：{tables_gone}]",
        "Changed the floor[; areas: {areas}][; tables: {tables}]"
        "[; areas gone: {areas_gone}][; tables gone: {tables_gone}]",
    ),
    "FloorLaidOut": said(
        "house",
        "布置桌台",
        "Floor laid out",
        "布置桌台：{areas} {tables}",
        "Laid out the floor: {areas} {tables}",
    ),
    "KitchenChanged": said(
        "house",
        "改后厨",
        "Kitchen changed",
        "改后厨[ 档口：{stations}][ 屏幕：{screens}][ 分流规则：{routes}][ 时段方案：{themes}]"
        "[ 单独时限：{services}][ 不再单独设时限：{services_gone}]"
        "[ 删去档口：{stations_gone}][ 删去屏幕：{screens_gone}][ 删去分流规则：{routes_gone}]"
        "[ 删去时段方案：{themes_gone}]",
        "Changed the kitchen[; stations: {stations}][; screens: {screens}][; routes: {routes}][; themes: {themes}]"
        "[; lateness of: {services}][; lateness as the house's: {services_gone}]"
        "[; stations gone: {stations_gone}][; screens gone: {screens_gone}][; routes gone: {routes_gone}]"
        "[; themes gone: {themes_gone}]",
    ),
    "KitchenSetUp": said(
        "house",
        "布置后厨",
        "Kitchen set up",
        "布置后厨：{stations} {screens}",
        "Set up the kitchen: {stations} {screens}",
    ),
    "BillingChanged": said(
        "house",
        "改收款规则",
        "Charging changed",
        "改收款规则[：{settings}]",
        "Changed how the house charges[: {settings}]",
    ),
    "HouseFounded": said(
        "house",
        "店铺设置",
        "House settings",
        "店铺设置：{house}，营业日 {business_day}",
        "Settings of the house: {house}, day {business_day}",
    ),
    "DraftFilled": said(
        "house",
        "改草稿",
        "Put into a draft",
        "放进草稿 {draft} {title}：{wanted}",
        "Put into draft {draft} {title}: {wanted}",
    ),
    "DraftThinned": said(
        "house",
        "草稿里拿掉一项",
        "Taken out of a draft",
        "从草稿 {draft} 拿掉 {id}",
        "Took {id} out of draft {draft}",
    ),
    "DraftRenamed": said(
        "house", "草稿改名", "Draft renamed", "草稿 {draft} 改名为“{title}”", "Draft {draft} is called “{title}” now"
    ),
    "DraftTimed": said(
        "house",
        "草稿定时发布",
        "Draft timed",
        "草稿 {draft} 的发布时间：{publishes_at}",
        "Draft {draft} takes effect by itself: {publishes_at}",
    ),
    "DraftDropped": said("house", "删除草稿", "Draft dropped", "删除草稿 {draft}", "Dropped draft {draft}"),
    "DraftPublished": said(
        "house", "发布草稿", "Draft published", "发布草稿 {draft}“{title}”", "Published draft {draft} “{title}”"
    ),
    "DraftStayed": said(
        "house",
        "草稿没能发布",
        "Draft not published",
        "草稿 {draft} 到时间没能发布：{why}",
        "Draft {draft} could not take effect when its time came: {why}",
    ),
    "ChangeUndone": said(
        "house",
        "撤销修改",
        "Change undone",
        "撤销修改 {change}[（{parts}）]",
        "Took back change {change}[ ({parts})]",
    ),
    "ClockStepped": said(
        "house",
        "改时钟",
        "Clock stepped",
        "服务器时钟改了 {delta_ms}",
        "The server's clock stepped by {delta_ms}",
    ),
}

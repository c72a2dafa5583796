"""What is said of tickets."""

from __future__ import annotations

from kds.feed.public.words.said import Said, said

WORDS: dict[str, Said] = {
    "TicketsRouted": said("kitchen", "分单", "Tickets", "分单：{tickets}", "Went to the kitchen: {tickets}"),
    "TicketStarted": said(
        "kitchen",
        "开始制作",
        "Begun",
        "制作单 {ticket} 开始：{lines}",
        "Ticket {ticket} begun: {lines}",
    ),
    "TicketBumped": said("kitchen", "完成", "Bump", "制作单 {ticket} 完成：{lines}", "Ticket {ticket} done: {lines}"),
    "TicketRecalled": said(
        "kitchen",
        "撤回",
        "Recall",
        "制作单 {ticket} 撤回：{lines}",
        "Ticket {ticket} recalled: {lines}",
    ),
    "TicketEnded": said(
        "kitchen",
        "撤单",
        "Taken off",
        "制作单 {ticket} 撤掉（{outcome}）：{lines} {reason}",
        "Ticket {ticket} taken off ({outcome}): {lines} {reason}",
    ),
    "LineHandedOver": said(
        "kitchen", "传菜", "Carried", "传菜 {line}[（又放回：{back}）]", "Carried: {line}[ (put back: {back})]"
    ),
    "TicketsPutForward": said(
        "kitchen",
        "提前",
        "To the front",
        "提前：{tickets}[（取消：{back}）]",
        "To the front: {tickets}[ (taken back: {back})]",
    ),
    "ThemeSwitched": said(
        "kitchen",
        "切换时段方案",
        "Theme switched",
        "[换成时段方案 {theme}][（按时间自动）{ends_at}]",
        "[Screens follow the theme {theme}][, by the clock until {ends_at}]",
    ),
    "ThemeStayed": said(
        "kitchen",
        "没有切换方案",
        "Theme not switched",
        "到时间没有换成时段方案 {theme}：{why}",
        "The theme {theme} was not switched to at its time: {why}",
    ),
    "ThemesTimed": said(
        "kitchen", "时段方案的时间", "Next theme", "下一个时段方案从 {ends_at} 开始", "The next theme begins {ends_at}"
    ),
    "TicketTransferred": said(
        "kitchen",
        "转档口",
        "Transfer",
        "制作单 {ticket} 从{came_from}转到{station}：{lines}",
        "Ticket {ticket} went from {came_from} to {station}: {lines}",
    ),
    "LinesPassedOn": said(
        "kitchen",
        "下一道工序",
        "Next step",
        "制作单 {ticket} 从{came_from}到{station}：{lines}[（撤回上一道：{back}）]",
        "Ticket {ticket} went on from {came_from} to {station}: {lines}[ (back to the step before: {back})]",
    ),
    "NotesAcknowledged": said(
        "kitchen",
        "看到备注",
        "Notes seen",
        "后厨看到制作单 {ticket} 的备注",
        "The kitchen knows the notes of ticket {ticket}",
    ),
    "VoidsAcknowledged": said(
        "kitchen",
        "看到退菜",
        "Voids seen",
        "后厨看到制作单 {ticket} 的退菜：{lines}[（{outcome}）][，和前厅说的不一样：{otherwise}]",
        "The kitchen knows the voids of ticket {ticket}: {lines}[ ({outcome})]"
        "[; the floor had said otherwise: {otherwise}]",
    ),
    "TicketShown": said(
        "kitchen",
        "上屏",
        "Shown",
        "制作单 {ticket} 显示在屏幕 {screen}",
        "Screen {screen} showed ticket {ticket}",
    ),
    "TicketAcknowledged": said(
        "kitchen",
        "接手",
        "Taken charge of",
        "接手没有屏幕显示的制作单 {ticket}",
        "Took charge of ticket {ticket}, which no screen had shown",
    ),
    "TimesLearnt": said(
        "kitchen",
        "学习用时",
        "Times learnt",
        "按{business_day}的出菜学习了菜品的用时",
        "Learnt from {business_day} how long dishes take",
    ),
    "TimesForgotten": said(
        "kitchen",
        "清除用时",
        "Times forgotten",
        "清除学到的用时[：{dish}]",
        "Forgot how long dishes take[: {dish}]",
    ),
    "KitchenTested": said("kitchen", "测试后厨", "Kitchen test", "测试后厨：{parts}", "Tested the kitchen: {parts}"),
}

"""What is said of orders, and of what becomes of their lines."""

from __future__ import annotations

from kds.feed.public.words.said import Said, said

WORDS: dict[str, Said] = {
    "RoundPlaced": said("orders", "下单", "Order", "下单：{lines}", "Ordered: {lines}"),
    "OrderNamed": said(
        "orders",
        "外部订单再次到达",
        "Order came again",
        "外部订单 {external_id} 再次到达",
        "The order {external_id} from outside came again",
    ),
    "LineVoided": said(
        "orders",
        "退菜",
        "Void",
        "退菜 {line}，{price_minor}：{reason}",
        "Voided {line}, {price_minor}: {reason}",
    ),
    "LineComped": said(
        "orders",
        "赠菜",
        "Comp",
        "赠菜 {line}，{price_minor}：{reason}",
        "Gave {line} free, {price_minor}: {reason}",
    ),
    "LineWeighed": said(
        "orders",
        "称重",
        "Weighing",
        "称重 {line}：净重 {net_g} 克，{before_minor} 改为 {price_minor}",
        "Weighed {line}: {net_g} g net, {before_minor} became {price_minor}",
    ),
    "LinesMoved": said(
        "orders",
        "转菜",
        "Dishes moved",
        "转菜 {lines}（{price_minor}）到账单 {to_bill}",
        "Moved {lines} ({price_minor}) to bill {to_bill}",
    ),
    "LineFired": said("orders", "叫起", "Fire", "叫起 {line}", "Fired {line}"),
    "LinesHeld": said("orders", "重新等叫", "Held again", "重新等叫：{lines}", "Held again: {lines}"),
    "LinesWait": said("orders", "稍后起菜", "Fired later", "稍后起菜：{lines}", "To be fired later: {lines}"),
    "LineRushed": said("orders", "催菜", "Rush", "催菜 {line}", "Rushed {line}"),
    "LineServed": said("orders", "划菜", "Served", "划菜 {line}", "Served {line}"),
    "LineUnserved": said("orders", "撤回划菜", "Not served", "撤回划菜 {line}", "Not served after all: {line}"),
    "LineNoted": said(
        "orders",
        "改备注",
        "Note changed",
        "备注 {line}：“{before}”改为“{note}”",
        "Note of {line}: “{before}” became “{note}”",
    ),
}

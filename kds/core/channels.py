"""What the channels are called by which orders come."""

from __future__ import annotations

from kds.core.types import Channel, Name

CALLED: dict[Channel, Name] = {
    "scan": Name(zh="扫码点餐", en="Code at the table"),
    "miniprogram": Name(zh="小程序", en="Mini program"),
    "kiosk": Name(zh="自助点餐机", en="Kiosk"),
    "tablet": Name(zh="桌边平板", en="Tablet at the table"),
    "waiter": Name(zh="服务员", en="Waiter"),
    "counter": Name(zh="柜台", en="Counter"),
    "delivery": Name(zh="外卖平台", en="Delivery platform"),
    "api": Name(zh="其他系统", en="Other systems"),
}
"""In the order in which pages list them."""

"""What the services are called: how guests eat what they order (用餐方式)."""

from __future__ import annotations

from kds.core.types import Name, Service

SERVICE_NAMES: dict[Service, Name] = {
    "dine_in": Name(zh="堂食", en="dine-in"),
    "takeaway": Name(zh="外带", en="takeaway"),
    "pickup": Name(zh="自取", en="pickup"),
    "delivery": Name(zh="外卖", en="delivery"),
}
"""In the order in which pages list them."""

"""Every endpoint of the public interface, the hot ones first: routing tries them in this order."""

from __future__ import annotations

from kds.web.api import (
    billing,
    calls,
    changes,
    day,
    events,
    floor,
    kitchen,
    menu,
    orders,
    passing,
    people,
    printing,
    reports,
    reservations,
    takings,
)
from kds.web.routes import Get, Post

ROUTES: tuple[Post | Get, ...] = (
    *orders.ROUTES,
    *billing.ROUTES,
    *kitchen.ROUTES,
    *passing.ROUTES,
    *printing.ROUTES,
    *menu.ROUTES,
    *floor.ROUTES,
    *reservations.ROUTES,
    *calls.ROUTES,
    *day.ROUTES,
    *people.ROUTES,
    *changes.ROUTES,
    *takings.ROUTES,
    *events.ROUTES,
    *reports.ROUTES,
)
FEED = events.FEED

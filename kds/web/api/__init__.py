"""Every endpoint of the public interface, the hot ones first: routing tries them in this order."""

from __future__ import annotations

from kds.web.api import bills, events, kitchen, menu, rounds, tables
from kds.web.routes import Deed, Look

ROUTES: tuple[Deed | Look, ...] = (
    *rounds.ROUTES,
    *kitchen.ROUTES,
    *bills.ROUTES,
    *menu.ROUTES,
    *tables.ROUTES,
    *events.ROUTES,
)
FEED = events.FEED

"""How often guests may ask, so that none of them keeps the house from the others: each phone, and each table with all
its phones. All of a house can stand behind one address, which has a measure for phones alone that are new.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from kds.storage.tokens import Token
from kds.web.addresses import is_ours
from kds.web.buckets import Buckets, Measure
from kds.web.problems import TOO_OFTEN, Failed

KIOSK = Measure(20, 1.0)
"""What changes something, by a guest's code without a table: it has no party whose measure would hold it."""
PHONE_DOES, PHONE_READS = Measure(120, 0.5), Measure(240, 0.1)
"""What a phone, or any code that is for one table, may do, and read: more than a page ever asks for."""
TABLE_DOES, TABLE_READS = Measure(600, 0.1), Measure(1_200, 0.02)
"""The same of all phones of a party, or of a table, together."""
NEW = Measure(1_500, 0.5)
"""Codes that new phones scan from one address: a full house that sits down at once, and some. Our own machine is not
counted: a proxy may stand there, and everybody behind it."""
REMEMBERED = 10_000
"""Phones, tables or addresses that are remembered of each measure, those that have asked lately."""


class Pace:
    """What all of them have left. `now` counts seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        def buckets(measure: Measure) -> Buckets:
            return Buckets(measure, REMEMBERED, now)

        self._kiosks, self._new = buckets(KIOSK), buckets(NEW)
        self._does = buckets(PHONE_DOES), buckets(TABLE_DOES)
        self._reads = buckets(PHONE_READS), buckets(TABLE_READS)

    def keep(self, token: Token) -> None:
        """Count a request that changes something. Fails with too_often."""
        if token.role != "guest":
            return
        if token.table is None and token.party is None:
            _wait(self._kiosks.ask(token.id))
        else:
            self._both(self._does, token)

    def read(self, token: Token) -> None:
        """Count a request that reads. Fails with too_often."""
        if token.role == "guest":
            self._both(self._reads, token)

    def scanned(self, address: str) -> None:
        """Count a code that was scanned by a phone that is new. Fails with too_often."""
        if not is_ours(address):
            _wait(self._new.ask(address))

    def _both(self, measures: tuple[Buckets, Buckets], token: Token) -> None:
        """One phone is told before all of its table are."""
        phone, table = measures
        _wait(phone.ask(token.id))
        _wait(table.ask(token.party or token.table or token.id))


def _wait(wait_s: float) -> None:
    if wait_s > 0:
        seconds = int(-(-wait_s // 1))
        raise Failed(TOO_OFTEN, {"retry-after": str(seconds)}, retry_after_s=seconds)

"""The pass of a phone: at which table its guest has scanned a code, and of which party they are since.

It lies in a cookie that scripts cannot read, says nothing of the person, and is stored nowhere: what it says is signed
with a key that only this house has. It opens what it says as long as that party sits there, and nothing after.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Literal

import msgspec

from kds.core.types import Ms

PASS = "kds_guest"
"""The cookie."""
CHARS_MOST = 400
KEY_BYTES = 32
MAC_BYTES = 16
GUEST = "guest_"
"""How the ids of guests begin, who are nobody but a phone for the time of a visit."""


class Pass(msgspec.Struct, frozen=True, array_like=True):
    """`session` is "" while nobody has sat down at the table yet; `made_at` is when its code was scanned, and
    `seq` the number of the last event before: no clock that is set decides who came first.
    """

    guest: str
    table: str
    made_at: Ms
    session: str = ""
    seq: int = 0


class Passes:
    """Makes and reads passes, and the codes of parties, with the key of the house."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def issue(self, table: str, session: str, now: Ms, seq: int = 0) -> Pass:
        """For a phone that nobody knows yet."""
        return Pass(GUEST + secrets.token_hex(8), table, now, session, seq)

    def written(self, each: Pass) -> str:
        """As it lies in the cookie."""
        said = _b64(msgspec.json.encode(each))
        return f"{said}.{self._mac('pass', said)}"

    def read(self, cookie: str) -> Pass | None:
        """What the cookie says; None where this house has not written it."""
        said, _, mac = cookie.partition(".")
        if len(cookie) > CHARS_MOST or not self._good("pass", said, mac):
            return None
        return msgspec.json.decode(base64.urlsafe_b64decode(said + "=" * (-len(said) % 4)), type=Pass)

    def code_of(self, session: str) -> str:
        """The code of a party: its id, and what nobody can guess."""
        return f"{session}.{self._mac('visit', session)}"

    def session_of(self, code: str) -> str | None:
        """The party that a code is of; None where this house has not made it."""
        session, _, mac = code.rpartition(".")
        good = len(code) <= CHARS_MOST and self._good("visit", session, mac)
        return session if good and session else None

    def _good(self, what: Literal["pass", "visit"], said: str, mac: str) -> bool:
        return hmac.compare_digest(mac.encode("utf-8", "replace"), self._mac(what, said).encode())

    def _mac(self, what: Literal["pass", "visit"], said: str) -> str:
        text = f"{what} {said}".encode("utf-8", "replace")
        return _b64(hmac.digest(self._key, text, hashlib.sha256)[:MAC_BYTES])


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

"""The certificate that a server shows: the house's own, or one by somebody else. It may change while it is shown."""

from __future__ import annotations

import asyncio
import datetime
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import structlog

from kds.ops.tls.kept import keep, public_file, server_file
from kds.ops.tls.making import as_der, fingerprint
from kds.ops.tls.names import CertificateError, Names

log = structlog.get_logger()

LOOK_S = 60.0
"""How often it is looked whether a file is another one, or has to be made anew: nobody tells of it."""
Mark = tuple[tuple[int, int, int], ...]


class Wanted(NamedTuple):
    """How a server is to be encrypted: at which port, and with which files; without any, the house's own."""

    port: int
    certificate: Path | None = None
    key: Path | None = None


class Authority(NamedTuple):
    """What devices of the staff are to trust, as a page shows it."""

    der: bytes
    fingerprint: str


def now() -> datetime.datetime:
    """By this machine's clock."""
    return datetime.datetime.now(datetime.UTC)


class Served:
    """A certificate in use, at a port; `own` is the data directory of the house whose authority has signed it."""

    def __init__(self, wanted: Wanted, data: Path, clock: Callable[[], datetime.datetime] = now) -> None:
        """Raises `CertificateError`, and `OSError` where files cannot be read."""
        self.port = wanted.port
        self.names = Names()
        """Of the house's own certificate: by which devices come here."""
        self._clock = clock
        self._own = data if wanted.certificate is None else None
        self._file, self._key = wanted.certificate or server_file(data), wanted.key
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        self.context.set_alpn_protocols(["http/1.1"])
        self._mark: Mark = ()
        self.look()

    @property
    def authority(self) -> Authority | None:
        """The house's; None where somebody else's has signed."""
        if self._own is None:
            return None
        public = public_file(self._own).read_bytes()
        return Authority(as_der(public), fingerprint(public))

    def look(self) -> bool:
        """Renew the house's own where it is time, and show from now on what lies there. Whether that is another one."""
        if self._own is not None:
            self.names = keep(self._own, self._clock()).names
        files = [each for each in (self._file, self._key) if each is not None]
        mark = tuple([(stat.st_mtime_ns, stat.st_ino, stat.st_size) for stat in [each.stat() for each in files]])
        if mark == self._mark:
            return False
        try:
            # A key that is locked is no use to a server that starts by itself, and nobody is asked for its word.
            self.context.load_cert_chain(self._file, self._key, password=lambda: "")
        except (ssl.SSLError, ValueError) as error:
            told = " and ".join(map(str, files))
            raise CertificateError(f"{told}: no certificate with its own key, unlocked, as PEM ({error})") from error
        self._mark = mark
        return True

    async def watch(self) -> None:
        """Look every minute. What cannot be used is logged, and the one before goes on being shown."""
        while True:
            await asyncio.sleep(LOOK_S)
            try:
                if await asyncio.to_thread(self.look):
                    log.info("certificate_changed", file=str(self._file))
            except (CertificateError, OSError) as error:
                log.error("certificate_unusable", words=str(error))

"""A certificate for a name of the house's own, and how a browser is brought to trust it."""

from __future__ import annotations

import base64
import hashlib
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.needs import needs

NAME = "box.kds.test"
"""The name of the house, which no name server knows."""


@dataclass(frozen=True)
class Certificate:
    """The files of a certificate for `NAME`, signed by itself."""

    certificate: Path
    key: Path

    @property
    def context(self) -> ssl.SSLContext:
        """What a server of this certificate speaks with."""
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.certificate, self.key)
        return made

    @property
    def arguments(self) -> list[str]:
        """With these Chromium finds the name on this machine, and trusts its key as it does a known authority's."""
        public = _openssl("x509", "-in", str(self.certificate), "-pubkey", "-noout")
        plain = _openssl("pkey", "-pubin", "-outform", "der", given=public)
        mark = base64.b64encode(hashlib.sha256(plain).digest()).decode()
        return [f"--host-resolver-rules=MAP {NAME} 127.0.0.1", f"--ignore-certificate-errors-spki-list={mark}"]


def certified(folder: Path) -> Certificate:
    """A new one, for a week."""
    made = Certificate(folder / "house.pem", folder / "house.key")
    kind = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "7", "-subj", f"/CN={NAME}")
    name = ("-addext", f"subjectAltName=DNS:{NAME}")
    _openssl(*kind, *name, "-keyout", str(made.key), "-out", str(made.certificate))
    return made


def _openssl(*arguments: str, given: bytes = b"") -> bytes:
    return subprocess.run([needs("openssl"), *arguments], input=given, capture_output=True, check=True).stdout

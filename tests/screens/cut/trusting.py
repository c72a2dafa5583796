"""Have Chromium trust an authority: its certificate goes into the database of the NSS library, in a home of one's own.

As a person does it with `certutil`, which is not everywhere; the library is wherever Chromium is. By itself:

    python -m tests.screens.cut.trusting HOME CERTIFICATE
"""

from __future__ import annotations

import ctypes
import ssl
import subprocess
import sys
from pathlib import Path

PLACES = (".pki/nssdb", ".local/share/pki/nssdb")
"""Below the home, for older and newer ones."""
NAME, FOR_SERVERS = b"kds", b"C,,"


class Item(ctypes.Structure):
    """SECItem: bytes with their length."""

    _fields_ = (("type", ctypes.c_uint), ("data", ctypes.c_char_p), ("len", ctypes.c_uint))


class Trust(ctypes.Structure):
    """CERTCertTrust: what for."""

    _fields_ = (("ssl", ctypes.c_uint), ("email", ctypes.c_uint), ("code", ctypes.c_uint))


def have_trusted(home: Path, certificate: Path) -> None:
    """A browser with this home trusts who has signed itself so."""
    subprocess.run([sys.executable, "-m", __name__, str(home), str(certificate)], check=True, timeout=60)


def _store(folder: Path, der: bytes) -> None:
    folder.mkdir(parents=True)
    nss = ctypes.CDLL("libnss3.so")
    for name in ("PK11_GetInternalKeySlot", "CERT_GetDefaultCertDB", "CERT_NewTempCertificate"):
        getattr(nss, name).restype = ctypes.c_void_p
    _did(nss.NSS_InitReadWrite(f"sql:{folder}".encode()))
    slot, known = ctypes.c_void_p(nss.PK11_GetInternalKeySlot()), ctypes.c_void_p(nss.CERT_GetDefaultCertDB())
    _did(nss.PK11_InitPin(slot, None, None))
    item = Item(0, der, len(der))
    found = ctypes.c_void_p(nss.CERT_NewTempCertificate(known, ctypes.byref(item), None, 0, 1))
    assert found.value
    _did(nss.PK11_ImportCert(slot, found, ctypes.c_ulong(0), NAME, 0))
    trust = Trust()
    _did(nss.CERT_DecodeTrustString(ctypes.byref(trust), FOR_SERVERS))
    _did(nss.CERT_ChangeCertTrust(known, found, ctypes.byref(trust)))
    nss.CERT_DestroyCertificate(found)
    nss.PK11_FreeSlot(slot)
    _did(nss.NSS_Shutdown())


def _did(status: int) -> None:
    assert status == 0, "the library refused"


def main(home: str, certificate: str) -> None:
    """The certificate, as PEM, is trusted below that home."""
    der = ssl.PEM_cert_to_DER_cert(Path(certificate).read_text().strip())
    for place in PLACES:
        _store(Path(home) / place, der)


if __name__ == "__main__":
    main(*sys.argv[1:])

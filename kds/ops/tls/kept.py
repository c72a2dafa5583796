"""The certificates of a house where they lie, in its data directory: made, told of, renewed before they end.

    tls/authority.pem   the authority with its key
    tls/authority.crt   the same without: what devices trust
    tls/server.pem      the certificate of the box with its key
    tls/names           what a person has said that the box is called, a line each

Each is whole or not there, and its owner's alone.
"""

from __future__ import annotations

import contextlib
import datetime
from pathlib import Path
from typing import NamedTuple

from kds.ops.tls.making import (
    Signed,
    ends_at,
    fingerprint,
    is_of,
    make_authority,
    make_certificate,
    may_sign,
    names_in,
    read,
)
from kds.ops.tls.names import CertificateError, Names, names_of, own_names
from kds.storage.files import write_whole

FOLDER, AUTHORITY, PUBLIC, SERVER, NAMES = "tls", "authority.pem", "authority.crt", "server.pem", "names"
RENEW_DAYS = 60
"""So long before its end a certificate is made anew."""
ANEW = "make a new one with --new-authority, which every device then has to trust once more"


class Standing(NamedTuple):
    """The authority and the certificate of a house, as they are good."""

    public: bytes
    """The authority's certificate, as PEM."""
    names: Names
    ends: datetime.datetime
    authority_ends: datetime.datetime
    renewed: bool
    """Whether the certificate was made just now."""

    @property
    def fingerprint(self) -> str:
        """The authority's, by which a person knows it."""
        return fingerprint(self.public)


def server_file(data: Path) -> Path:
    """The certificate of the box, with its key."""
    return data / FOLDER / SERVER


def public_file(data: Path) -> Path:
    """The authority's certificate."""
    return data / FOLDER / PUBLIC


def keep(data: Path, now: datetime.datetime, given: Names | None = None, *, new_authority: bool = False) -> Standing:
    """Make what is missing, soon at its end, or not for all that the box is called; what is good stays as it is.

    `given` are names and addresses besides those that the box has by itself; None leaves them as they were said before.
    Raises `OSError`, and `CertificateError` where the authority cannot sign for one of them, or cannot be read.
    """
    folder = data / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    said = _said(folder) if given is None else given
    names = said.joined(own_names())
    authority = None if new_authority else _authority(folder, now)
    if authority is None:
        authority = make_authority(names.hosts, now)
        write_whole(folder / AUTHORITY, [authority.whole])
    for host in said.hosts:
        if not may_sign(authority, host):
            raise CertificateError(f"the authority of this house cannot sign for “{host}”; {ANEW}")
    if _bytes(folder / PUBLIC) != authority.certificate:
        write_whole(folder / PUBLIC, [authority.certificate])
    if given is not None:
        write_whole(folder / NAMES, ["".join([f"{each}\n" for each in given.all]).encode()])
    names = Names(tuple([each for each in names.hosts if may_sign(authority, each)]), names.addresses)
    certificate = _server(folder)
    renewed = certificate is None or not _is_good(certificate, authority, names, now)
    if certificate is None or renewed:
        certificate = make_certificate(authority, names, now)
        write_whole(folder / SERVER, [certificate.whole])
    return Standing(authority.certificate, names_in(certificate), ends_at(certificate), ends_at(authority), renewed)


def _is_good(certificate: Signed, authority: Signed, names: Names, now: datetime.datetime) -> bool:
    return (
        is_of(certificate, authority)
        and ends_at(certificate) - now > datetime.timedelta(days=RENEW_DAYS)
        and set(names_in(certificate).all) == set(names.all)
    )


def _authority(folder: Path, now: datetime.datetime) -> Signed | None:
    """The one that is there; None where there is none, or it has ended: then no device believes it any more."""
    path = folder / AUTHORITY
    if not path.is_file():
        return None
    try:
        found = read(path.read_bytes())
    except ValueError as error:
        raise CertificateError(f"{path} cannot be read; {ANEW}") from error
    return found if ends_at(found) > now else None


def _server(folder: Path) -> Signed | None:
    with contextlib.suppress(FileNotFoundError, ValueError):
        return read((folder / SERVER).read_bytes())
    return None


def _said(folder: Path) -> Names:
    return names_of((_bytes(folder / NAMES) or b"").decode().split())


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None

"""Encrypted pages: /certificate says how a device comes to trust the house's authority, and gives that out.

Anybody may see it: a certificate is no secret, and whoever is to fetch it has no encrypted way yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from kds.storage.living_tokens import Tokens
from kds.web.pages import errors
from kds.web.pages.access import viewer
from kds.web.pages.reach import is_alone
from kds.web.pages.respond import HEADERS, page
from kds.web.qr import Qr, qr_of

if TYPE_CHECKING:
    from kds.ops.tls.served import Served

PATH, FILE = "/certificate", "/certificate/kds-authority.crt"
SHOWN_MOST = 8
"""Addresses that are listed."""


class Way(NamedTuple):
    """An address by which devices come in encrypted, and its code."""

    address: str
    qr: Qr


class Certificates:
    """The page, and the file that it gives out."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    async def show(self, request: Request) -> Response:
        """GET: what is to be done on a device; or how the house is served encrypted, where it is not."""
        served: Served | None = request.app.state.served
        authority = None if served is None else served.authority
        return page(
            request,
            "certificate/page.html",
            viewer=await viewer(request, self._tokens),
            served=served is not None,
            file=FILE,
            # Pairs of digits in fours, as people compare them.
            fingerprint=[] if authority is None else in_groups(authority.fingerprint),
            ways=[] if served is None else ways(request, served),
            encrypted=request.url.scheme == "https",
        )

    async def file(self, request: Request) -> Response:
        """GET: the authority's certificate as devices take it."""
        served: Served | None = request.app.state.served
        authority = None if served is None else served.authority
        if authority is None:
            return errors.not_found(request)
        headers = {**HEADERS, "content-disposition": 'attachment; filename="kds-authority.crt"'}
        return Response(authority.der, media_type="application/x-x509-ca-cert", headers=headers)


def in_groups(fingerprint: str) -> list[str]:
    """Eight groups of four pairs."""
    pairs = fingerprint.split(":")
    return [" ".join(pairs[at : at + 4]) for at in range(0, len(pairs), 4)]


def ways(request: Request, served: Served) -> list[Way]:
    """By which addresses: the name that this page was asked for by, where the certificate is good for it, then others.

    What somebody else's certificate is good for is not looked up: there it is the name that was asked for alone.
    """
    asked = request.url.hostname or ""
    spoken = [each for each in (*served.names.hosts, *served.names.addresses) if not is_alone(each)]
    hosts = sorted(spoken or [asked], key=lambda each: each != asked)
    addresses = [f"https://{f'[{each}]' if ':' in each else each}:{served.port}" for each in hosts[:SHOWN_MOST]]
    return [Way(each, qr_of(f"{each}/screens")) for each in addresses]

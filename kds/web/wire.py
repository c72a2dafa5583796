"""Requests in and answers out, on plain ASGI: bodies are bounded, headers are encoded once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

from starlette.types import Receive, Scope, Send

from kds.core.types import Refusal
from kds.web import problems
from kds.web.problems import TOO_LARGE, Failed

BODY_BYTES = 256 << 10
"""The largest body that is taken, unless an endpoint says otherwise."""
SETTINGS_BYTES = 4 << 20
"""The largest body that changes settings: a whole menu is one."""

RawHeaders = list[tuple[bytes, bytes]]

API: RawHeaders = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"no-store"),
]
"""What every answer of the interface is sent with; pages have a policy of their own."""
JSON: RawHeaders = [*API, (b"content-type", b"application/json")]
PROBLEM: RawHeaders = [*API, (b"content-type", problems.CONTENT_TYPE.encode())]
REPLAYED = (b"idempotent-replayed", b"true")


def written(content_type: str, file: str) -> RawHeaders:
    """The headers of what is no JSON of the interface; `file` is the name under which it is kept, "" for none."""
    kept = [(b"content-disposition", f'attachment; filename="{file}"'.encode())] if file else []
    return [*API, (b"content-type", content_type.encode()), *kept]


async def respond(send: Send, status: int, headers: RawHeaders, body: bytes) -> None:
    """One whole answer."""
    headers = [*headers, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def refuse(send: Send, refusal: Refusal) -> None:
    """Answer with the reason why a command was refused."""
    status, body = problems.of_refusal(refusal)
    await respond(send, status, PROBLEM, body)


async def fail(send: Send, failure: Failed) -> None:
    """Answer with the problem in which a request ended."""
    status, body = problems.of_failure(failure)
    await respond(send, status, problem_headers(failure), body)


def problem_headers(failure: Failed) -> RawHeaders:
    """The headers of a problem, its own among them."""
    return [*PROBLEM, *((name.encode(), value.encode()) for name, value in failure.headers.items())]


async def read_body(receive: Receive, declared: bytes | None, most: int = BODY_BYTES) -> bytes:
    """The whole body. Fails and raises as `body_parts` does."""
    parts = [part async for part in body_parts(receive, declared, most)]
    return parts[0] if len(parts) == 1 else b"".join(parts)


async def body_parts(receive: Receive, declared: bytes | None, most: int) -> AsyncIterator[bytes]:
    """The body, part by part as it comes. Fails with too_large past `most`, also where no length was declared.

    How long it may take the server's protocol sees to, and hangs up. Raises `Gone`.
    """
    if declared is not None and int(declared) > most:
        raise Failed(TOO_LARGE, limit_bytes=most)
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > most:
            raise Failed(TOO_LARGE, limit_bytes=most)
        yield part
        if not message.get("more_body", False):
            return


class Gone(Exception):
    """The client hung up before it had said what it wants."""


def header(scope: Scope, name: bytes) -> bytes | None:
    """The first header of that lower-case name."""
    headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
    return next((value for key, value in headers if key == name), None)

"""From a request to an answer: the path that every call of the public interface takes."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from typing import Protocol

import msgspec
import structlog
from msgspec.structs import replace
from starlette.types import Receive, Scope, Send

from kds.core import cleaning
from kds.core.decide import CLEAN
from kds.core.types import Command, Refusal
from kds.feed.past import WholeFeed
from kds.ops.metrics import Metrics
from kds.reports.asking import Facts
from kds.runtime.messages import InDoubt, Overloaded, Reply, Sender, StorageFailed
from kds.runtime.store import Store
from kds.storage.ledger import StorageError
from kds.storage.living_tokens import Tokens
from kds.web import auth, decoding, wire
from kds.web.approvals import Approvals
from kds.web.crowd import prove
from kds.web.pace import Pace
from kds.web.problems import (
    IN_DOUBT,
    INTERNAL,
    METHOD_NOT_ALLOWED,
    OVERLOADED,
    STORAGE_FAILED,
    Failed,
)
from kds.web.routes import Get, Params, Post, ReadRequest, Written

log = structlog.get_logger()

DOUBT_RETRY_S = 2
LARGE = 64 << 10
"""Bytes of a body from which on it is read in a thread: a menu of 3,000 dishes takes a tenth of a second and more."""
APPROVAL = b"approver-token"
"""The header with the login code of who approves of one request, or with what they got for their PIN."""
_FINGERPRINT = msgspec.json.Encoder()


class Handler(Protocol):
    """Answers requests of one method at one address. Raises `Failed` and `Refusal`; what else it raises is a fault."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...


class PostHandler:
    """Answers the POSTs of one deed."""

    def __init__(
        self, post: Post, store: Store, tokens: Tokens, approvals: Approvals, pace: Pace, guests: auth.Guests
    ) -> None:
        self._post = post
        self._store = store
        self._tokens = tokens
        self._approvals = approvals
        self._pace = pace
        self._guests = guests
        self._decode = decoding.body_decoder(post.body)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Who, which key, what; then done exactly once."""
        authorization = key = length = approval = None
        for name, value in scope["headers"]:
            if name == b"authorization":
                authorization = value
            elif name == b"idempotency-key":
                key = value
            elif name == b"content-length":
                length = value
            elif name == APPROVAL:
                approval = value
        post, store = self._post, self._store
        approver = auth.approving(self._tokens, self._approvals, approval, key)
        token = auth.asking(store.state, self._tokens, scope, authorization, post.rights, approver, self._guests)
        self._tokens.touched(token, store.now())
        prove(scope)
        self._pace.keep(token)
        await store.admit(post.deed.most_urgent)
        sent_key = decoding.key_of(key, shared=token.role == "guest")
        body = await wire.read_body(receive, length, post.most_bytes)
        asker = auth.who(token)
        # Nobody approves of what they do themselves: it is theirs alone, within their own limits.
        approved = None if approver is None or approver.who.id == asker.id else approver.who
        sender = Sender(asker, key=sent_key, device=token.device or "", approver=approved)
        asked = (body, sender, scope["path"], scope["path_params"])
        if len(body) > LARGE:
            command, sender = await asyncio.to_thread(self._cleaned, *asked)
        else:
            command, sender = self._asked(*asked)
        await self._answer(send, await store.submit(command, sender))

    def _asked(self, body: bytes, sender: Sender, path: str, params: Params) -> tuple[Command, Sender]:
        """The command that the body is, and its sender with what tells this request from another."""
        wanted = self._decode(body)
        said = b"%s\n%s\n%s" % (sender.who.id.encode(), path.encode(), _FINGERPRINT.encode(wanted))
        command = self._post.to_command(wanted, params, sender.who)
        return command, replace(sender, fingerprint=hashlib.sha256(said).digest())

    def _cleaned(self, body: bytes, sender: Sender, path: str, params: Params) -> tuple[Command, Sender]:
        """The same, in the form in which it is kept; what cannot be kept is refused at its turn, as any other."""
        command, sender = self._asked(body, sender, path, params)
        with contextlib.suppress(Refusal):
            return CLEAN[type(command)](command), replace(sender, clean=True)
        return command, sender

    async def _answer(self, send: Send, reply: Reply) -> None:
        headers = [*wire.JSON, wire.REPLAYED] if reply.replayed else wire.JSON
        await wire.respond(send, self._post.status, headers, reply.body)


class GetHandler:
    """Answers the GETs of one view."""

    def __init__(
        self, get: Get, store: Store, tokens: Tokens, feed: WholeFeed, facts: Facts, pace: Pace, guests: auth.Guests
    ) -> None:
        self._get = get
        self._facts = facts
        self._pace = pace
        self._guests = guests
        self._store = store
        self._tokens = tokens
        self._feed = feed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Who, what; then what is on disk."""
        get = self._get
        said, state = wire.header(scope, b"authorization"), self._store.state
        token = auth.asking(state, self._tokens, scope, said, get.rights, guests=self._guests)
        prove(scope)
        self._pace.read(token)
        query = None if get.query is None else decoding.query_of(get.query, scope["query_string"])
        params = {name: cleaning.an_id(name, value) for name, value in scope["path_params"].items()}
        accept = wire.header(scope, b"accept") or b""
        asked = ReadRequest(self._store, auth.who(token), params, query, self._feed, self._facts, accept)
        answer = await get.read(asked)
        if isinstance(answer, Written):
            await wire.respond(send, 200, wire.written(answer.content_type, answer.file), answer.body)
        else:
            await wire.respond(send, 200, wire.JSON, answer)


class Address:
    """Everything at one path, as an ASGI application: the handler by method, and any fault as a problem."""

    def __init__(self, handlers: dict[str, Handler], metrics: Metrics) -> None:
        self._handlers = handlers
        if "GET" in handlers:
            self._handlers["HEAD"] = handlers["GET"]
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, whatever happens."""
        try:
            handler = self._handlers.get(scope["method"])
            if handler is None:
                raise Failed(METHOD_NOT_ALLOWED, {"allow": ", ".join(self._handlers)}, method=scope["method"])
            await handler(scope, receive, send)
        except Refusal as refusal:
            self._metrics.refused(refusal.reason.code)
            await wire.refuse(send, refusal)
        except wire.Gone:
            return
        except asyncio.CancelledError:
            # The server stops and has waited long enough. This task ends here, so nobody misses the cancellation.
            stopped = InDoubt() if scope["method"] == "POST" else Overloaded(DOUBT_RETRY_S)
            await self._fail(send, failure_of(stopped))
        except FORESEEN as error:
            await self._fail(send, failure_of(error))
        except Exception:
            log.exception("request_failed", path=scope["path"])
            await self._fail(send, Failed(INTERNAL))

    async def _fail(self, send: Send, failure: Failed) -> None:
        self._metrics.refused(failure.cause.code)
        await wire.fail(send, failure)


FORESEEN = (Failed, Overloaded, StorageFailed, StorageError, InDoubt)


def failure_of(error: Exception) -> Failed:
    """The problem that a foreseen failure is told as."""
    if isinstance(error, Failed):
        return error
    if isinstance(error, Overloaded):
        wait = error.retry_after_s
        return Failed(OVERLOADED, {"retry-after": str(wait)}, retry_after_s=wait)
    cause = IN_DOUBT if isinstance(error, InDoubt) else STORAGE_FAILED
    return Failed(cause, {"retry-after": str(DOUBT_RETRY_S)})

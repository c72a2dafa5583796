"""The OpenAPI 3.1 document, made from the declared endpoints and from the very types that decode and encode."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Any

import msgspec
from starlette.types import Receive, Scope, Send

from kds import __version__
from kds.core import cleaning
from kds.core.rights import FORBIDDEN, PEOPLE, usual
from kds.core.types import REASONS, Reason
from kds.runtime.messages import ANSWER_DAMAGED, KEY_REUSED
from kds.web import wire
from kds.web.api import FEED, ROUTES
from kds.web.auth import COOKIE
from kds.web.endpoints import Handler
from kds.web.problems import (
    APPROVER_UNKNOWN,
    CAUSES,
    CONTENT_TYPE,
    HEAD_TOO_LARGE,
    IN_DOUBT,
    INTERNAL,
    KEY_REQUIRED,
    MALFORMED,
    METHOD_NOT_ALLOWED,
    NOT_PRACTISED,
    OVERLOADED,
    PRACTICE_ENDED,
    REAL_PAGE,
    SINCE_AHEAD,
    STORAGE_FAILED,
    TOO_LARGE,
    TOO_MANY_FEEDS,
    TOO_OFTEN,
    TOO_SLOW,
    UNAUTHORIZED,
    UPGRADE_REQUIRED,
    VISIT_OVER,
    Cause,
    Problem,
    refusal_status,
)
from kds.web.routes import PREFIX, Endpoint, Get, Post, Stream
from kds.web.watch import Health

Schema = dict[str, Any]
Reasons = dict[int, set[str]]

POST_CAUSES = (
    APPROVER_UNKNOWN,
    MALFORMED,
    KEY_REQUIRED,
    UNAUTHORIZED,
    TOO_LARGE,
    INTERNAL,
    STORAGE_FAILED,
    IN_DOUBT,
    TOO_OFTEN,
)
GET_CAUSES = (UNAUTHORIZED, INTERNAL, STORAGE_FAILED, TOO_OFTEN)
BEFORE_ALL_ELSE = (TOO_SLOW, HEAD_TOO_LARGE, OVERLOADED, PRACTICE_ENDED, REAL_PAGE, VISIT_OVER)
"""Told to any request over HTTP before anybody knows what it asks for."""
FEED_CAUSES = (MALFORMED, SINCE_AHEAD, UNAUTHORIZED, UPGRADE_REQUIRED, INTERNAL, TOO_MANY_FEEDS)

DESCRIPTION = """\
Orders, bills and the kitchen of one store. Every POST that changes something needs an Idempotency-Key: the same key,
path and body give the original status and body, with `Idempotent-Replayed: true`. Errors are RFC 9457 problems with
a stable `reason`. Times are milliseconds since 1970-01-01T00:00Z, money is in the currency's minor unit.
"""


def document() -> Schema:
    """The whole document as plain data."""
    types = _types()
    shapes, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    schema = dict(zip(map(_identity, types), shapes, strict=True))
    paths: dict[str, Schema] = defaultdict(dict)
    for each in ROUTES:
        paths[each.path].update(_operation(each, schema))
    paths["/healthz"] = {"get": _open("How the server fares", schema[_identity(Health)], "application/json")}
    paths["/metrics"] = {"get": _open("Figures for Prometheus", {"type": "string"}, "text/plain")}
    paths[f"{PREFIX}/openapi.json"] = {"get": _open("This document", {"type": "object"}, "application/json")}
    return {
        "openapi": "3.1.0",
        "info": {"title": "kds", "version": __version__, "description": DESCRIPTION},
        "paths": dict(paths),
        "components": {
            "schemas": components,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "page": {"type": "apiKey", "in": "cookie", "name": COOKIE},
            },
        },
        "x-reasons": _reasons(),
        # OpenAPI has no words for websockets.
        "x-websockets": {FEED.path: _operation(FEED, schema)["ws"]},
    }


def _reasons() -> Schema:
    """Every reason with its status and its words, in which details stand in braces."""
    told = {code for each in (*ROUTES, FEED) for codes in reasons_of(each).values() for code in codes}
    found: Schema = {
        code: {"status": cause.status, "message": {"zh": cause.zh, "en": cause.en}} for code, cause in CAUSES.items()
    }
    for code in sorted(told - CAUSES.keys()):
        reason = REASONS[code]
        found[code] = {"status": refusal_status(reason), "message": {"zh": reason.zh, "en": reason.en}}
    return found


@cache
def handler() -> Handler:
    """Answers with the document, which is made and encoded once in a process."""
    body = msgspec.json.encode(document())

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await wire.respond(send, 200, wire.JSON, body)

    return answer


def reasons_of(endpoint: Endpoint) -> Reasons:
    """Every reason with which an endpoint may answer, by status."""
    causes: tuple[Cause, ...] = GET_CAUSES
    if isinstance(endpoint, Stream):
        causes = FEED_CAUSES
    elif isinstance(endpoint, Post):
        causes = (*POST_CAUSES, *([NOT_PRACTISED] if PEOPLE in endpoint.deed.rights else []))
    elif endpoint.query is not None:
        causes = (*GET_CAUSES, MALFORMED)
    if isinstance(endpoint, Get):
        causes = (*causes, *endpoint.causes)
    if not isinstance(endpoint, Stream):
        causes = (*causes, *BEFORE_ALL_ELSE)
    found: Reasons = defaultdict(set)
    for cause in (*causes, METHOD_NOT_ALLOWED):
        found[cause.status].add(cause.code)
    for reason in _refusals(endpoint):
        found[refusal_status(reason)].add(reason.code)
    return found


def _refusals(endpoint: Endpoint) -> tuple[Reason, ...]:
    if isinstance(endpoint, Post):
        return (*endpoint.deed.refuses, *cleaning.REFUSES, FORBIDDEN, KEY_REUSED, ANSWER_DAMAGED)
    if isinstance(endpoint, Get):
        return (*endpoint.refusals, *(cleaning.REFUSES if "{" in endpoint.path else ()), FORBIDDEN)
    return (FORBIDDEN,)


def _types() -> list[Any]:
    types: list[Any] = [Problem, Health, FEED.message]
    for each in ROUTES:
        types += [each.deed.answers, each.body] if isinstance(each, Post) else [each.answer]
    return list({_identity(each): each for each in types}.values())


def _identity(shape: Any) -> int:
    # A union of types has no name to be known by.
    return id(shape)


def _operation(endpoint: Endpoint, schema: dict[int, Schema]) -> Schema:
    operation: Schema = {
        "summary": endpoint.summary,
        "operationId": _operation_id(endpoint),
        "description": "For: " + ", ".join(sorted(usual(endpoint.rights))) + ".",
        "security": [{"token": []}, {"page": []}],
        "parameters": _parameters(endpoint),
        "responses": _responses(endpoint, schema),
    }
    if isinstance(endpoint, Post):
        required = any(field.required for field in msgspec.structs.fields(endpoint.body))
        content = {"application/json": {"schema": schema[_identity(endpoint.body)]}}
        operation["requestBody"] = {"required": required, "content": content}
    if isinstance(endpoint, Stream):
        operation["message"] = schema[_identity(endpoint.message)]
    return {endpoint.method.lower(): operation}


def _operation_id(endpoint: Endpoint) -> str:
    words = re.findall(r"[a-z]+", endpoint.path.removeprefix(PREFIX))
    return "_".join([endpoint.method.lower(), *words])


def _parameters(endpoint: Endpoint) -> list[Schema]:
    found: list[Schema] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in re.findall(r"{(\w+)}", endpoint.path)
    ]
    if isinstance(endpoint, Post):
        key = {"type": "string", "pattern": "^[!-~]{1,64}$"}
        found.append({"name": "Idempotency-Key", "in": "header", "required": True, "schema": key})
        told = "The login code of one of the staff who may do this, and answers for it beside who asks."
        approval = {"name": "Approver-Token", "in": "header", "required": False, "schema": {"type": "string"}}
        found.append({**approval, "description": told})
    elif endpoint.query is not None:
        found.extend(_query(endpoint))
    return found


def _query(endpoint: Get | Stream) -> list[Schema]:
    query = endpoint.query
    assert query is not None, "asked only where a query is declared"
    _, components = msgspec.json.schema_components([query])
    properties: dict[str, Schema] = components[query.__name__]["properties"]
    return [{"name": name, "in": "query", "schema": schema} for name, schema in properties.items()]


def _responses(endpoint: Endpoint, schema: dict[int, Schema]) -> Schema:
    responses: Schema = {}
    if isinstance(endpoint, Stream):
        responses["101"] = {"description": "One event a message, as in `message`."}
    else:
        status = endpoint.status if isinstance(endpoint, Post) else 200
        responses[str(status)] = _answered(endpoint, schema)
    for status, reasons in sorted(reasons_of(endpoint).items()):
        responses[str(status)] = _problem_response(reasons, schema)
    return responses


def _answered(endpoint: Post | Get, schema: dict[int, Schema]) -> Schema:
    answer = endpoint.deed.answers if isinstance(endpoint, Post) else endpoint.answer
    shape = schema[_identity(answer)]
    answered: Schema = {"description": "Done." if isinstance(endpoint, Post) else "As it stands."}
    answered["content"] = {"application/json": {"schema": shape}}
    if isinstance(endpoint, Get):
        answered["content"].update({each: {"schema": {"type": "string"}} for each in endpoint.also})
    if isinstance(endpoint, Post):
        told = {"description": "Present where the command had been done before.", "schema": {"const": "true"}}
        answered["headers"] = {"Idempotent-Replayed": told}
    return answered


def _problem_response(reasons: set[str], schema: dict[int, Schema]) -> Schema:
    ordered = sorted(reasons)
    narrowed = {"properties": {"reason": {"enum": ordered}}}
    shape = {"allOf": [schema[_identity(Problem)], narrowed]}
    return {"description": ", ".join(ordered), "content": {CONTENT_TYPE: {"schema": shape}}}


def _open(summary: str, schema: Schema, content_type: str) -> Schema:
    answered = {"description": "As it stands.", "content": {content_type: {"schema": schema}}}
    return {"summary": summary, "security": [], "responses": {"200": answered}}

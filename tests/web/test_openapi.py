"""The OpenAPI document: valid, complete, and made from the types themselves."""

from __future__ import annotations

import json
import re
from typing import Any, get_type_hints

import msgspec
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from kds.core.billing.model import TenderKind
from kds.core.kitchen.model import Colour, ItemState, TicketState, Why
from kds.core.orders.model import BillState
from kds.core.types import REASONS, Channel, Fire, Service
from kds.web.api import ROUTES
from kds.web.api.orders import RoundBody
from kds.web.openapi import document, reasons_of
from kds.web.problems import CAUSES
from kds.web.routes import Post
from tests.web.served import DOCUMENT, Api


def walk(node: Any) -> Any:
    """Every object of a document."""
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from walk(each)


async def test_it_is_served_to_everybody(api: Api) -> None:
    answer = await api.get("/openapi.json", role=None)
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == json.loads(msgspec.json.encode(document()))
    assert answer.json()["openapi"] == "3.1.0"


def test_every_reference_leads_somewhere_and_every_schema_is_one() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    for node in walk(DOCUMENT):
        if "$ref" in node:
            assert node["$ref"].removeprefix("#/components/schemas/") in schemas
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation.get("operationId") for path in DOCUMENT["paths"].values() for operation in path.values()]
    named = [name for name in names if name]
    assert len(named) == len(set(named)) == len(ROUTES)


@pytest.mark.parametrize(
    "values", [Service, Channel, Fire, TenderKind, BillState, Colour, Why, ItemState, TicketState], ids=str
)
def test_every_enum_is_listed(values: Any) -> None:
    listed = {frozenset(node["enum"]) for node in walk(DOCUMENT) if isinstance(node.get("enum"), list)}
    assert frozenset(values.__args__) in listed


def test_every_reason_is_listed_with_its_status_and_words() -> None:
    listed = DOCUMENT["x-reasons"]
    assert (REASONS.keys() | CAUSES.keys()) - listed.keys() == set()
    assert listed["sold_out"]["status"] == 409
    assert all(each["message"]["zh"] and each["message"]["en"] for each in listed.values())


def test_every_reason_is_listed_where_it_is_told() -> None:
    told = {
        reason
        for node in walk([DOCUMENT["paths"], DOCUMENT["x-websockets"]])
        for reason in node.get("properties", {}).get("reason", {}).get("enum", [])
    }
    assert told == DOCUMENT["x-reasons"].keys() - {"not_found"}


@pytest.mark.parametrize("post", [each for each in ROUTES if isinstance(each, Post)], ids=lambda each: each.path)
def test_an_endpoint_tells_every_reason_that_its_deed_declares(post: Post) -> None:
    declared = {reason.code for reason in post.deed.refuses} | {"forbidden", "key_reused", "answer_damaged"}
    told = {code for codes in reasons_of(post).values() for code in codes}
    assert declared <= told


@pytest.mark.parametrize("post", [each for each in ROUTES if isinstance(each, Post)], ids=lambda each: each.path)
def test_an_endpoint_makes_the_command_of_its_deed(post: Post) -> None:
    """From its path and body: by name, unless a function of its own says how."""
    given = set(re.findall(r"{(\w+)}", post.path)) | set(post.body.__struct_fields__)
    if post.command is None:
        assert given == set(post.deed.command.__struct_fields__)
    else:
        assert get_type_hints(post.command)["return"] is post.deed.command


def test_the_declared_limits_are_those_that_decode() -> None:
    line = DOCUMENT["components"]["schemas"]["LineBody"]["properties"]
    assert (line["qty"]["minimum"], line["qty"]["maximum"]) == (1, 99_999)
    assert "999" in line["qty"]["description"], "what is not weighed is ordered in fewer portions"
    assert DOCUMENT["components"]["schemas"]["RoundBody"]["additionalProperties"] is False
    assert DOCUMENT["components"]["schemas"]["RoundBody"]["required"] == ["lines"]
    assert set(DOCUMENT["components"]["schemas"]["RoundBody"]["properties"]) == set(RoundBody.__struct_fields__)


def test_every_post_asks_for_its_key() -> None:
    for each in ROUTES:
        parameters = DOCUMENT["paths"][each.path][each.method.lower()]["parameters"]
        required = {parameter["name"] for parameter in parameters if parameter.get("required")}
        assert ("Idempotency-Key" in required) == isinstance(each, Post)


def test_rounds_promise_what_the_contract_says() -> None:
    (rounds,) = [each for each in ROUTES if each.path.endswith("/rounds")]
    promised = reasons_of(rounds)
    assert {"malformed", "key_required"} <= promised[400]
    assert "session_ended" in promised[409]
    assert "key_reused" in promised[422]
    assert promised[413] == {"too_large"}
    assert promised[503] == {"overloaded", "storage_failed", "in_doubt"}

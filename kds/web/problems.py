"""What goes wrong, as RFC 9457 problems: a stable reason, a status, and words in both languages."""

from __future__ import annotations

from typing import Any

import msgspec

from kds.core.types import Kind, Name, Reason, Refusal
from kds.web.fault_words import in_chinese

CONTENT_TYPE = "application/problem+json"

STATUS_OF: dict[Kind, int] = {"not_found": 404, "conflict": 409, "invalid": 422, "malformed": 400, "forbidden": 403}
"""The status of a refusal by the kind of its reason."""


class Problem(msgspec.Struct, frozen=True):
    """An error. `reason` is the stable code; other members, such as `field` or `dish`, say what it is about."""

    type: str
    title: str
    status: int
    detail: str
    reason: str
    message: Name


class Cause(msgspec.Struct, frozen=True):
    """Why a request fails before it becomes a command, or for no fault of its own.

    The messages are format strings over the problem's details.
    """

    code: str
    status: int
    zh: str
    en: str


CAUSES: dict[str, Cause] = {}


def _cause(code: str, status: int, zh: str, en: str) -> Cause:
    CAUSES[code] = made = Cause(code, status, zh, en)
    return made


MALFORMED = _cause("malformed", 400, "字段 {field} 有误：{fault_zh}", "{field} is faulty: {fault}")
KEY_REQUIRED = _cause("key_required", 400, "请求须带 Idempotency-Key 头", "The Idempotency-Key header is required")
SINCE_AHEAD = _cause(
    "since_ahead", 400, "账本只到第{head}条，没有第{since}条", "The ledger ends at {head}; {since} is not in it"
)
UNAUTHORIZED = _cause(
    "unauthorized", 401, "登录码缺失或已失效", "The login code (token) is missing, unknown or revoked"
)
APPROVER_UNKNOWN = _cause(
    "approver_unknown", 403, "批准人的登录码不对或已失效", "The approver's login code is wrong or no longer valid"
)
PRACTICE_ENDED = _cause(
    "practice_ended",
    409,
    "练习已经结束，这一步没有做。请刷新页面",
    "The practice is over, and this was not done. Load the page anew",
)
REAL_PAGE = _cause(
    "real_page",
    409,
    "这台设备正在练习，而这个页面是真实营业的，这一步没有做。请刷新页面",
    "This device practises, and this page is of the real house: nothing was done. Load the page anew",
)
NOT_PRACTISED = _cause(
    "not_practised",
    403,
    "练习里不能管理员工和权限：店里有谁、谁能做什么，练习时和真实的店一样",
    "People and rights cannot be practised: who works here, and what they may, is as in the real house",
)
VISIT_OVER = _cause("visit_over", 409, "{why_zh}。这一步没有做", "{why_en}. Nothing was done")
NOT_FOUND = _cause("not_found", 404, "没有这个地址", "There is nothing at this address")
METHOD_NOT_ALLOWED = _cause(
    "method_not_allowed", 405, "此地址不支持{method}", "{method} is not possible at this address"
)
TOO_SLOW = _cause("too_slow", 408, "请求迟迟没有发完", "The request did not arrive in time")
TOO_LARGE = _cause("too_large", 413, "请求超过{limit_bytes}字节", "The request is larger than {limit_bytes} bytes")
HEAD_TOO_LARGE = _cause(
    "head_too_large", 431, "请求头超过{limit_bytes}字节", "The request's head is larger than {limit_bytes} bytes"
)
TOO_OFTEN = _cause(
    "too_often",
    429,
    "这台设备下单太快了，请{retry_after_s}秒后再试，或者叫服务员帮您点",
    "This device orders too fast; try again in {retry_after_s} s, or ask the staff",
)
UPGRADE_REQUIRED = _cause("upgrade_required", 426, "此地址只接受 WebSocket", "This address speaks WebSocket only")
INTERNAL = _cause("internal", 500, "系统出错，已记录", "Something failed here; it has been recorded")
OVERLOADED = _cause("overloaded", 503, "太忙了，请{retry_after_s}秒后再试", "Too busy; try again in {retry_after_s} s")
STORAGE_FAILED = _cause(
    "storage_failed",
    503,
    "磁盘写入失败，什么都没有保存，请稍后再试",
    "The disk cannot be written; nothing was stored; try again later",
)
IN_DOUBT = _cause(
    "in_doubt",
    503,
    "暂时不知道是否已保存，请用同一个 Idempotency-Key 原样再发一次",
    "It is not known yet whether this was stored; ask again with the same Idempotency-Key",
)
PAST_BEHIND = _cause(
    "past_behind",
    503,
    "第{since}条之后的历史事件还在整理，请稍后再试",
    "The events of the past after {since} are not ready yet; try again shortly",
)
REPORTS_AWAY = _cause(
    "reports_away", 503, "报表数据还在准备，请稍后再试", "The facts of the reports are not ready yet; try again shortly"
)
REPORTS_SLOW = _cause(
    "reports_slow",
    503,
    "这张报表算得太久，请缩短时间段或稍后再试",
    "This report takes too long; ask for a shorter period, or try again shortly",
)
TOO_MANY_FEEDS = _cause("too_many_feeds", 503, "实时连接已达上限{limit}", "All {limit} feed connections are taken")


class Failed(Exception):
    """A request that ends in a problem. `headers` are added to the answer."""

    def __init__(self, cause: Cause, headers: dict[str, str] | None = None, **details: Any) -> None:
        super().__init__(cause.code)
        self.cause = cause
        self.details = details
        self.headers = headers or {}


def malformed(field: str, fault: str) -> Failed:
    """What a request fails with whose `field` is faulty; the fault is said in English, as the decoder does."""
    return Failed(MALFORMED, field=field, fault=fault, fault_zh=in_chinese(fault))


def refusal_status(reason: Reason) -> int:
    """The HTTP status of a refusal for this reason."""
    return STATUS_OF[reason.kind]


def of_refusal(refusal: Refusal) -> tuple[int, bytes]:
    """Status and body for a command that was refused."""
    status = STATUS_OF[refusal.reason.kind]
    return status, _body(refusal.reason.code, status, refusal.message(), refusal.details)


def of_failure(failure: Failed) -> tuple[int, bytes]:
    """Status and body for a request that failed."""
    cause = failure.cause
    words = Name(zh=cause.zh.format_map(failure.details), en=cause.en.format_map(failure.details))
    return cause.status, _body(cause.code, cause.status, words, failure.details)


def _body(code: str, status: int, words: Name, details: dict[str, Any]) -> bytes:
    return msgspec.json.encode(
        {
            **details,
            "type": f"urn:kds:problem:{code}",
            "title": code.replace("_", " ").capitalize(),
            "status": status,
            "detail": words.en,
            "reason": code,
            "message": words,
        }
    )

"""The settings that a file comes to beside menu, floor and kitchen: the house, how it charges, who may what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.model import TENDERS, SurchargeRule, TenderType
from kds.core.billing.offered import NamedReduction, ReasonFor, Reasons
from kds.core.bills import settings_of
from kds.core.day.change_house import ChangeHouse
from kds.core.kitchen.model import ServiceLateness, Thresholds
from kds.core.people.change_rights import ChangeRights
from kds.core.people.model import Limit
from kds.core.rights import CHANGEABLE, RIGHTS, limit_of, may
from kds.core.state import State
from kds.core.types import Command, Name, Record
from kds.ops.house_file.reading import HouseFile, parts
from kds.ops.house_file.settings_rows import (
    SECONDS,
    SHARE,
    HouseRow,
    LatenessRow,
    ReasonListRow,
    ReasonRow,
    ReductionRow,
    RightRow,
    RoundingRow,
    ServiceLatenessRow,
    SurchargeRow,
    TenderRow,
)
from kds.runtime.zones import is_zone

R = TypeVar("R", bound=Record)
BILLING = ("tenders", "surcharges", "reductions", "reason_lists", "reasons", "rounding")
"""The sheets of how a house charges."""


def currency_in(file: HouseFile) -> str | None:
    """The currency that the file says."""
    return next((row.currency for _, row in file.of("house", HouseRow)), None)


def house_of(file: HouseFile) -> ChangeHouse:
    """The house's own settings."""
    rows = file.of("house", HouseRow)
    one_row(file, "house", rows)
    if not rows:
        return ChangeHouse()
    where, row = rows[0]
    cutoff = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)(?::00)?", row.cutoff.strip())
    if cutoff is None:
        file.fault(where, f"日结时间“{row.cutoff}”应写成04:00", f"“{row.cutoff}” is no time like 04:00")
    if not is_zone(row.timezone):
        file.fault(where, f"没有时区“{row.timezone}”", f"there is no time zone “{row.timezone}”")
    return ChangeHouse(
        name=Name(zh=row.zh, en=row.en),
        cutoff_minute=0 if cutoff is None else int(cutoff[1]) * 60 + int(cutoff[2]),
        shown_within_ms=parts(file, where, row.shown_within_s, SECONDS),
        rush_after_ms=parts(file, where, row.rush_after_s, SECONDS),
        rush_every_ms=parts(file, where, row.rush_every_s, SECONDS),
        dine_in_by_number=row.dine_in_by_number,
        tables_are_cleaned=row.tables_are_cleaned,
        currency=row.currency,
        timezone=row.timezone,
        sign_out_after_ms=parts(file, where, row.sign_out_after_s, SECONDS),
        guests_order=row.guests_order,
        code_a_visit=row.code_a_visit,
        seated_first=row.seated_first,
        base_at_once=row.base_at_once,
        plates_a_guest_permille=row.plates_a_guest_permille,
        number_plates=row.number_plates,
        base_gate_ms=parts(file, where, row.base_gate_s, SECONDS),
        pace_courses=row.pace_courses,
        language=row.language,
        serve_what_is_done_only=row.serve_what_is_done_only,
        learn_times=row.learn_times,
        calls_after_ms=_parts(file, where, row.calls_after_s),
        nobody_after_permille=row.nobody_after_permille,
        paper_dark_ms=_parts(file, where, row.paper_dark_s),
        paper_unseen_ms=_parts(file, where, row.paper_unseen_s),
        batch_window_ms=_parts(file, where, row.batch_window_s),
        batch_most=row.batch_most,
    )


def _parts(file: HouseFile, where: str, seconds: Decimal | None) -> int | None:
    """Milliseconds; None where an older file says nothing of it."""
    return None if seconds is None else parts(file, where, seconds, SECONDS)


def lateness_of(file: HouseFile) -> Thresholds | None:
    """The house's thresholds; None where the file has none."""
    rows = file.of("lateness", LatenessRow)
    one_row(file, "lateness", rows)
    for where, row in rows:
        return _limits(file, where, row)
    return None


def services_of(file: HouseFile) -> tuple[ServiceLateness, ...]:
    """The thresholds of services that have their own."""
    rows = file.of("service_lateness", ServiceLatenessRow)
    return tuple([ServiceLateness(row.service, _limits(file, where, row)) for where, row in rows])


def _limits(file: HouseFile, where: str, row: LatenessRow | ServiceLatenessRow) -> Thresholds:
    critical_ms = parts(file, where, row.critical_s, SECONDS)
    return Thresholds(row.soon_permille, row.late_permille, row.critical_permille, critical_ms)


def one_row(file: HouseFile, sheet: str, rows: list[tuple[str, Any]]) -> None:
    """A sheet about the one house has one row."""
    for where, _ in rows[1:]:
        file.fault(where, "这张表只能有一行", "this sheet has one row only")


def billing_of(state: State, file: HouseFile, exponent: int, *, replace: bool) -> ChangeBilling:
    """How the house charges; sums have so many decimals as `exponent` says."""
    before = settings_of(state)
    tenders = [
        TenderType(row.tender, Name(row.zh, row.en), row.kind, row.opens_drawer, row.invoiceable, row.rounds)
        for _, row in file.of("tenders", TenderRow)
    ]
    surcharges = [
        SurchargeRule(
            row.surcharge,
            Name(row.zh, row.en),
            row.kind,
            _value(file, where, row.value, exponent, share=row.kind == "percent"),
            row.services,
            row.exempt,
            row.automatic,
        )
        for where, row in file.of("surcharges", SurchargeRow)
    ]
    reductions = [
        NamedReduction(
            row.reduction,
            Name(row.zh, row.en),
            row.kind,
            _value(file, where, row.value, exponent, share=row.kind == "percent"),
        )
        for where, row in file.of("reductions", ReductionRow)
    ]
    rounding = file.of("rounding", RoundingRow)
    one_row(file, "rounding", rounding)
    said_nothing = before.tenders == TENDERS
    return ChangeBilling(
        tenders=_joined(file, "tenders", before.tenders, tenders, replace=replace or said_nothing),
        surcharges=_joined(file, "surcharges", before.surcharges, surcharges, replace=replace),
        reductions=_joined(file, "reductions", before.reductions, reductions, replace=replace),
        reasons=_reasons(file, before.reasons, replace=replace),
        round_to_minor=next((parts(file, where, row.round_to, exponent) for where, row in rounding), None),
        rounding_most_minor=next((parts(file, where, row.by_hand_most, exponent) for where, row in rounding), None),
    )


def _value(file: HouseFile, where: str, value: Decimal, exponent: int, *, share: bool) -> int:
    return parts(file, where, value, SHARE if share else exponent)


def _joined(
    file: HouseFile, sheet: str, before: tuple[R, ...], given: list[R], *, replace: bool
) -> tuple[R, ...] | None:
    """The whole list: as the file says, or what there was with that of the file in its place or behind it."""
    if sheet not in file.given:
        return None
    if replace:
        return tuple(given)
    new: dict[str, R] = {_id(each): each for each in given}
    if len(new) != len(given):
        return tuple(given)  # one that is there twice is refused as it stands
    kept: list[R] = [new.pop(_id(each), each) for each in before]
    return (*kept, *new.values())


def _id(record: Any) -> str:
    return str(getattr(record, record.__struct_fields__[0]))


def _reasons(file: HouseFile, before: tuple[Reasons, ...], *, replace: bool) -> tuple[Reasons, ...] | None:
    """A list that the file has is as it stands there; the others stay, or go where all is to be replaced."""
    if not file.given & {"reasons", "reason_lists"}:
        return None
    free: dict[ReasonFor, bool] = {each.deed: each.free for each in before}
    listed = [row for _, row in file.of("reason_lists", ReasonListRow)]
    free.update({row.deed: row.free for row in listed})
    said: dict[ReasonFor, list[Name]] = {row.deed: [] for row in listed}
    for _, row in file.of("reasons", ReasonRow):
        said.setdefault(row.deed, []).append(Name(row.zh, row.en))
    found = {deed: Reasons(deed, tuple(names), free.get(deed, True)) for deed, names in said.items()}
    if replace:
        return tuple(found.values())
    kept = [found.pop(each.deed, each) for each in before]
    return (*kept, *found.values())


def rights_of(state: State, file: HouseFile, exponent: int) -> Iterable[Command]:
    """A row of the matrix for each role that the file speaks of; rights that it does not name stay as they are."""
    rows = file.of("rights", RightRow)
    for role in CHANGEABLE:
        has = {code: may(state, role, right) for code, right in RIGHTS.items()}
        most = {code: limit_of(state, role, right) for code, right in RIGHTS.items()}
        own = [(where, row) for where, row in rows if row.role == role]
        for where, row in own:
            right = RIGHTS.get(row.right)
            if right is None:
                file.fault(where, f"没有“{row.right}”这种权限", f"there is no right “{row.right}”")
                continue
            has[row.right] = row.may
            decimals = SHARE if right.unit == "permille" else exponent
            most[row.right] = None if row.most is None else parts(file, where, row.most, decimals)
        if own:
            rights = tuple([code for code, so in has.items() if so])
            limits = tuple([Limit(code, limit) for code, limit in most.items() if limit is not None and has[code]])
            yield ChangeRights(role, rights, limits)

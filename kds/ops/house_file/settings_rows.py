"""What a row of each sheet of the house's own settings is: how it charges, why it does things, who may what."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kds.core.billing.model import BillingSettings, SurchargeKind, TenderKind
from kds.core.billing.offered import NamedKind, ReasonFor
from kds.core.bills import settings_of
from kds.core.day.model import HouseLanguage
from kds.core.kitchen.model import Thresholds
from kds.core.money import EXPONENTS, currency_of
from kds.core.people.model import RankAndFile
from kds.core.rights import CHANGEABLE, RIGHTS, limit_of, may
from kds.core.state import State
from kds.core.types import Permille, Service
from kds.ops.house_file.row import PERMILLES, Named, Row, names, whole

SHARE = 1
"""Decimals of a percentage: it is kept in permille."""
SECONDS = 3


class HouseRow(Named, frozen=True, kw_only=True):
    """The house: one row. `cutoff` is the local time at which its day ends, 04:00."""

    currency: str
    timezone: str
    cutoff: str
    shown_within_s: Decimal
    rush_after_s: Decimal
    rush_every_s: Decimal
    dine_in_by_number: bool = False
    tables_are_cleaned: bool = False
    sign_out_after_s: Decimal = Decimal(0)
    guests_order: bool = True
    code_a_visit: bool = False
    seated_first: bool = False
    base_at_once: bool = True
    plates_a_guest_permille: int = 0
    number_plates: bool = False
    base_gate_s: Decimal = Decimal(0)
    pace_courses: bool = False
    language: HouseLanguage | None = None
    serve_what_is_done_only: bool = False
    calls_after_s: Decimal | None = None
    learn_times: bool = True
    nobody_after_permille: int | None = None
    paper_dark_s: Decimal | None = None
    paper_unseen_s: Decimal | None = None
    batch_window_s: Decimal | None = None
    batch_most: int | None = None


class LatenessRow(Row, frozen=True):
    """When tickets of the whole house are late: one row, or none where nothing is said of it."""

    soon_permille: Permille
    late_permille: Permille
    critical_permille: Permille
    critical_s: Decimal


class ServiceLatenessRow(Row, frozen=True):
    """When tickets of a service are late, where that is not as in the whole house."""

    service: Service
    soon_permille: Permille
    late_permille: Permille
    critical_permille: Permille
    critical_s: Decimal


class TenderRow(Named, frozen=True, kw_only=True):
    """By what guests can pay, in the order of the till."""

    tender: str
    kind: TenderKind
    opens_drawer: bool = False
    invoiceable: bool = True
    rounds: bool = False


class SurchargeRow(Named, frozen=True, kw_only=True):
    """What is charged beside the dishes; `value` is a percentage, or a sum in whole money."""

    surcharge: str
    kind: SurchargeKind
    value: Decimal
    services: tuple[Service, ...] = ()
    exempt: tuple[str, ...] = ()
    automatic: bool = True


class ReductionRow(Named, frozen=True, kw_only=True):
    """What is taken off under a name; `value` is a percentage, or a sum in whole money."""

    reduction: str
    kind: NamedKind
    value: Decimal


class ReasonListRow(Row, frozen=True):
    """For what there are reasons, and whether others than those may be written (`free`)."""

    deed: ReasonFor
    free: bool = True


class ReasonRow(Named, frozen=True, kw_only=True):
    """One reason, in the order in which they are offered."""

    deed: ReasonFor


class RoundingRow(Row, frozen=True):
    """What cash is rounded down to, and how much may be rounded off by hand, in whole money: one row."""

    round_to: Decimal
    by_hand_most: Decimal


class RightRow(Row, frozen=True):
    """Whether a role has a right, and up to which sum or percentage; none is without end. People are not in a file."""

    role: RankAndFile
    right: str
    may: bool
    most: Decimal | None = None


KINDS: dict[str, type[Row]] = {
    "house": HouseRow,
    "lateness": LatenessRow,
    "service_lateness": ServiceLatenessRow,
    "tenders": TenderRow,
    "surcharges": SurchargeRow,
    "reductions": ReductionRow,
    "reason_lists": ReasonListRow,
    "reasons": ReasonRow,
    "rounding": RoundingRow,
    "rights": RightRow,
}


def of_settings(state: State) -> dict[str, list[Row]]:
    """The rows of what a house has beside its menu, floor and kitchen."""
    settings, exponent = settings_of(state), EXPONENTS.get(currency_of(state), 2)
    limits = state.kitchen.thresholds.value
    return {
        "house": _house(state),
        "lateness": [] if limits is None else [LatenessRow(**_limits(limits))],
        "service_lateness": [
            ServiceLatenessRow(service=each.service, **_limits(each.thresholds))
            for each in sorted(state.kitchen.services.values(), key=lambda each: each.service)
        ],
        **_billing(settings, exponent),
        "rights": _rights(state, exponent),
    }


def _house(state: State) -> list[Row]:
    house = state.day.house.value
    if house is None:
        return []
    return [
        HouseRow(
            **names(house),
            currency=currency_of(state),
            timezone=house.timezone,
            cutoff=f"{house.cutoff_minute // 60:02}:{house.cutoff_minute % 60:02}",
            shown_within_s=whole(house.shown_within_ms, SECONDS),
            rush_after_s=whole(house.rush_after_ms, SECONDS),
            rush_every_s=whole(house.rush_every_ms, SECONDS),
            dine_in_by_number=house.dine_in_by_number,
            tables_are_cleaned=house.tables_are_cleaned,
            sign_out_after_s=whole(house.sign_out_after_ms, SECONDS),
            guests_order=house.guests_order,
            code_a_visit=house.code_a_visit,
            seated_first=house.seated_first,
            base_at_once=house.base_at_once,
            plates_a_guest_permille=house.plates_a_guest_permille,
            number_plates=house.number_plates,
            base_gate_s=whole(house.base_gate_ms, SECONDS),
            pace_courses=house.pace_courses,
            language=house.language,
            serve_what_is_done_only=house.serve_what_is_done_only,
            calls_after_s=whole(house.calls_after_ms, SECONDS),
            learn_times=house.learn_times,
            nobody_after_permille=house.nobody_after_permille,
            paper_dark_s=whole(house.paper_dark_ms, SECONDS),
            paper_unseen_s=whole(house.paper_unseen_ms, SECONDS),
            batch_window_s=whole(house.batch_window_ms, SECONDS),
            batch_most=house.batch_most,
        )
    ]


def _limits(limits: Thresholds) -> dict[str, Any]:
    shares = {name: getattr(limits, name) for name in PERMILLES}
    return {**shares, "critical_s": whole(limits.critical_ms, SECONDS)}


def _billing(settings: BillingSettings, exponent: int) -> dict[str, list[Row]]:
    """`value` of a percentage is in percent, of a sum in whole money."""
    return {
        "tenders": [
            TenderRow(
                tender=each.tender,
                kind=each.kind,
                opens_drawer=each.opens_drawer,
                invoiceable=each.invoiceable,
                rounds=each.rounds,
                **names(each),
            )
            for each in settings.tenders
        ],
        "surcharges": [
            SurchargeRow(
                surcharge=each.surcharge,
                kind=each.kind,
                value=whole(each.value, SHARE if each.kind == "percent" else exponent),
                services=each.services,
                exempt=each.exempt,
                automatic=each.automatic,
                **names(each),
            )
            for each in settings.surcharges
        ],
        "reductions": [
            ReductionRow(
                reduction=each.reduction,
                kind=each.kind,
                value=whole(each.value, SHARE if each.kind == "percent" else exponent),
                **names(each),
            )
            for each in settings.reductions
        ],
        "reason_lists": [ReasonListRow(each.deed, each.free) for each in settings.reasons],
        "reasons": [
            ReasonRow(deed=each.deed, zh=said.zh, en=said.en) for each in settings.reasons for said in each.said
        ],
        "rounding": [
            RoundingRow(whole(settings.round_to_minor, exponent), whole(settings.rounding_most_minor, exponent))
        ],
    }


def _rights(state: State, exponent: int) -> list[Row]:
    rows: list[Row] = []
    for role in CHANGEABLE:
        for code, right in RIGHTS.items():
            most = limit_of(state, role, right) if right.unit else None
            decimals = SHARE if right.unit == "permille" else exponent
            rows.append(RightRow(role, code, may(state, role, right), None if most is None else whole(most, decimals)))
    return rows

"""Reports: which there are, and what each gives of a period, as JSON, CSV or XLSX."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct, field

from kds.core.types import Name, Refusal, reason
from kds.reports.asking import FactsAway, FactsSlow
from kds.reports.formats import CONTENT_TYPES, Format, House, Told
from kds.reports.questions import AskReport
from kds.reports.registry import reports
from kds.reports.report import BY, GROUPS, PARAMETERS, PERIOD, Chart, Column, Meaning, Report
from kds.web.problems import REPORTS_AWAY, REPORTS_SLOW, Failed
from kds.web.routes import PREFIX, Get, ReadRequest, Written

DAYS_MOST = 1_100
"""Days of a period: three years."""
RETRY_S = 2

UNKNOWN_REPORT = reason("unknown_report", "not_found", "没有报表“{report}”", "There is no report “{report}”")
BAD_PERIOD = reason(
    "bad_period",
    "invalid",
    "时间段有误：{first} 到 {last} 必须是日期，先后正确，最多{most}天",
    "The period is faulty: {first} to {last} have to be dates, in their order, {most} days at most",
)
NOT_TAKEN = reason(
    "not_taken", "invalid", "报表“{report}”不能按“{parameter}”筛选", "The report “{report}” does not take “{parameter}”"
)

Day = Annotated[str, Meta(pattern=r"^(\d{4}-\d\d-\d\d)?$", description="A business day; today where it is left out.")]
Filter = Annotated[str, Meta(max_length=64, description="Only these; all where it is left out.")]


class ReportQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """The period, what is to be left, and in which form."""

    first: Day = field(default="", name="from")
    last: Day = field(default="", name="to")
    area: Filter = ""
    station: Filter = ""
    channel: Filter = ""
    dish: Filter = ""
    person: Filter = ""
    by: Literal["", "day", "week", "month"] = ""
    format: Literal["", "json", "csv", "xlsx"] = ""


class ReportGroup(Struct, frozen=True):
    """Reports of one kind."""

    group: str
    name: Name


class ReportParameter(Struct, frozen=True):
    """What a report takes beside its period."""

    parameter: str
    name: Name


class ReportIs(Struct, frozen=True):
    """A report: what it is called, what it takes, its columns, how it is best drawn, what it means."""

    report: str
    group: str
    name: Name
    definition: Meaning
    parameters: list[ReportParameter]
    columns: tuple[Column, ...]
    chart: Chart


class ReportsAre(Struct, frozen=True):
    """All reports, group by group."""

    groups: list[ReportGroup]
    reports: list[ReportIs]


async def read_reports(asked: ReadRequest) -> bytes:
    """The registry."""
    groups = [ReportGroup(group, name) for group, name in GROUPS.items()]
    return msgspec.json.encode(ReportsAre(groups, [_is(each) for each in reports().values()]))


def _is(report: Report) -> ReportIs:
    takes = [ReportParameter(each, PARAMETERS[each]) for each in report.parameters]
    return ReportIs(report.id, report.group, report.name, report.definition, takes, report.columns, report.chart)


async def read_report(asked: ReadRequest) -> Written:
    """What a report gives. The process that has the facts makes all of it: here it is only passed on."""
    found = reports().get(asked.params["report"])
    if found is None:
        raise Refusal(UNKNOWN_REPORT, report=asked.params["report"])
    values = _values(asked, found)
    form = _form(asked)
    house = asked.store.state.day.house.value
    whose = House() if house is None else House(house.currency, house.timezone)
    try:
        body = await asked.facts.ask(AskReport(found.id, values, asked.store.head.seq, form, whose))
    except FactsAway:
        raise Failed(REPORTS_AWAY, {"retry-after": str(RETRY_S)}) from None
    except FactsSlow:
        raise Failed(REPORTS_SLOW, {"retry-after": str(RETRY_S)}) from None
    name = f"{found.id}_{values['from']}_{values['to']}.{form}"
    return Written(body, CONTENT_TYPES[form], "" if form == "json" else name)


def _values(asked: ReadRequest, report: Report) -> dict[str, str]:
    """What is asked, by name. Refused: bad_period, not_taken."""
    query: ReportQuery = asked.query
    day = asked.store.state.day.current.value
    today = "1970-01-01" if day is None else day.business_day
    last = query.last or today
    first = query.first or min(last, today)
    if not _is_period(first, last):
        raise Refusal(BAD_PERIOD, first=first, last=last, most=DAYS_MOST)
    values: dict[str, str] = {each: getattr(query, each) for each in PARAMETERS if each not in PERIOD}
    for name, value in values.items():
        if value and name not in report.parameters:
            raise Refusal(NOT_TAKEN, report=report.id, parameter=name)
    return {**values, "by": query.by or BY[0], "from": first, "to": last}


def _is_period(first: str, last: str) -> bool:
    try:
        length = date.fromisoformat(last) - date.fromisoformat(first)
    except ValueError:
        return False
    return 0 <= length.days < DAYS_MOST


def _form(asked: ReadRequest) -> Format:
    """As it is asked for, or as what asks accepts."""
    query: ReportQuery = asked.query
    if query.format:
        return query.format
    accepted: tuple[Format, ...] = ("csv", "xlsx")
    kinds = {each: CONTENT_TYPES[each].partition(";")[0].encode() for each in accepted}
    return next((each for each in accepted if kinds[each] in asked.accept), "json")


ROUTES: tuple[Get, ...] = (
    Get(
        path=f"{PREFIX}/reports",
        summary="Which reports there are, in both languages",
        view="reports",
        read=read_reports,
        answer=ReportsAre,
    ),
    Get(
        path=f"{PREFIX}/reports/{{report}}",
        summary="What a report gives of a period; as CSV or XLSX where `format` or Accept says so",
        view="reports",
        read=read_report,
        answer=Told,
        also=tuple([CONTENT_TYPES[each].partition(";")[0] for each in ("csv", "xlsx")]),
        query=ReportQuery,
        refusals=(UNKNOWN_REPORT, BAD_PERIOD, NOT_TAKEN),
        causes=(REPORTS_AWAY, REPORTS_SLOW),
    ),
)

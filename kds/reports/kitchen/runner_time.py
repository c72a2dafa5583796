"""传菜时效 · Runner time."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="runner_time",
    group="kitchen",
    name=name("传菜时效", "Runner time"),
    parameters=(*PERIOD, "area", "person"),
    columns=(
        column("runner", "传菜员", "Runner", "text"),
        column("area", "餐区", "Area", "text"),
        column("served", "上桌", "Served", "count", total=True),
        column("median", "中位数", "Median", "ms"),
        column("p90", "P90", "P90", "ms"),
        column("outliers", "超过 1 小时", "Over an hour", "count", total=True),
    ),
    sql="""
    WITH hands AS (
        SELECT line, arg_max(actor, seq) AS runner
        FROM presses
        WHERE what = 'served' AND business_day >= $from
        GROUP BY line
    ), carried AS (
        SELECT runner, area, served_at - done_at AS wait
        FROM lines JOIN hands USING (line)
        WHERE
            business_day BETWEEN $from AND $to AND stands <> 'voided' AND served_at IS NOT NULL
                AND done_at IS NOT NULL
            AND ($area = '' OR area = $area) AND ($person = '' OR runner = $person)
    )
    SELECT
        runner,
        area,
        count(*) AS served,
        at_share(CASE WHEN wait <= 3600000 THEN wait END, 0.5) AS median,
        at_share(CASE WHEN wait <= 3600000 THEN wait END, 0.9) AS p90,
        count(*) FILTER (WHERE wait > 3600000) AS outliers
    FROM carried
    GROUP BY runner, area
    ORDER BY median DESC, runner, area
    """,
    definition=meaning(
        "从做好到上桌，按划菜的人和餐区。",
        "From done to served, by who said that it was served and by area.",
    ),
    chart="bars",
)

"""餐区桌台 · Areas and tables."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="area_table",
    group="sales",
    name=name("餐区桌台", "Areas and tables"),
    parameters=(*PERIOD, "area"),
    columns=(
        column("area", "餐区编号", "Area", "text"),
        column("area_zh", "餐区", "Chinese name", "text"),
        column("area_en", "英文名", "English name", "text"),
        column("table_id", "桌台", "Table", "text"),
        column("seats", "座位", "Seats", "count"),
        column("parties", "开台", "Parties", "count", total=True),
        column("guests", "客人", "Guests", "count", total=True),
        column("net", "实收", "Net", "money", total=True),
        column("turnover", "翻台率", "Turnover", "permille"),
        column("occupancy", "上座率", "Seat occupancy", "permille"),
    ),
    sql="""
    WITH sat AS (
        SELECT area, table_id, max(seats) AS seats, count(*) AS parties, sum(guests) AS guests
        FROM parties
        WHERE business_day BETWEEN $from AND $to AND merged_into = '' AND table_id <> ''
            AND ($area = '' OR area = $area)
        GROUP BY area, table_id
    ), paid AS (
        SELECT area, table_id, sum(net_minor) AS net FROM sales WHERE business_day BETWEEN $from AND $to
            AND table_id <> '' GROUP BY area, table_id
    )
    SELECT
        area,
        coalesce(names.zh, area) AS area_zh,
        coalesce(names.en, area) AS area_en,
        table_id, seats, parties, guests,
        coalesce(net, 0) AS net,
        permille(parties, (SELECT count(*) FROM days($from, $to))) AS turnover,
        permille(guests, seats * parties) AS occupancy
    FROM sat LEFT JOIN paid USING (area, table_id) LEFT JOIN names ON names.kind = 'area' AND names.id = area
    ORDER BY area, table_id
    """,
    definition=meaning(
        "开台和客人按入座的营业日，转台后算在最后的桌台，并台的算一桌；翻台率 = 开台 ÷ 天数（每张桌台）；上座率 ="
        " 客人 ÷ (座位 × 开台)。",
        "Parties and guests by the day on which they came, at the table where they sat last, merged ones as one; "
        "turnover is parties by days for each table, occupancy guests by seats for each party.",
    ),
)

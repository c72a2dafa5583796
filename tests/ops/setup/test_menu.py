"""A menu as it lies on somebody's desk: whatever its columns are called, it comes to the dishes that it says."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.menu.model import Dish
from kds.ops.setup.grid import Grid, grid_of_file, grid_of_text, money
from kds.ops.setup.menu_rows import Offered, offered
from kds.ops.setup.stations import TEMPLATES
from tests.house import SmallHouse

SHEET = "菜名\t英文名\t单价\t分类\n雪花肥牛\tBeef\t68\t荤菜\n鲜毛肚\tTripe\t￥58.50\t荤菜\n雪花啤酒\tBeer\t12元\t酒水\n"


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def came(house: SmallHouse, grid: Grid) -> Offered:
    return offered(house.state, TEMPLATES["hotpot"], grid, grid.columns)


def by_name(found: Offered) -> dict[str, Dish]:
    return {each.name.zh: each for each in found.change.dishes}


def test_a_sheet_is_read_by_the_names_of_its_columns(house: SmallHouse) -> None:
    found = came(house, grid_of_text(SHEET))
    assert found.faults == []
    beef, tripe, beer = found.change.dishes
    assert (beef.name.zh, beef.name.en, beef.price_minor) == ("雪花肥牛", "Beef", 6800)
    assert (tripe.price_minor, beer.price_minor) == (5850, 1200)
    assert [each.name.zh for each in found.change.categories] == ["荤菜", "酒水"]
    assert (beer.kind, beef.kind) == ("drink", "dish")
    house.do(found.change)


@pytest.mark.parametrize(
    "head",
    [
        "菜名,英文名,单价,分类",
        "Category;Price;Dish;English",
        "品名\t价格\t类别\tEnglish name",
        "Section\tItem\tAmount\tEN",
    ],
)
def test_columns_are_matched_in_both_languages_and_in_any_order(head: str) -> None:
    sign = next(sign for sign in "\t,;" if sign in head)
    columns = grid_of_text("\n".join([head, sign.join("abcd"), sign.join("efgh")]))
    assert {"name", "english", "price", "category"} == {each for each in columns.columns if each}


def test_without_a_head_columns_are_guessed_by_what_stands_in_them(house: SmallHouse) -> None:
    text = "\n".join(f"Dish {number}\t{number + 1}.50\t{'Cold' if number < 3 else 'Drinks'}" for number in range(6))
    found = came(house, grid_of_text(text))
    assert found.faults == []
    assert [each.price_minor for each in found.change.dishes] == [150, 250, 350, 450, 550, 650]
    assert [each.name.zh for each in found.change.categories] == ["Cold", "Drinks"]


def test_lines_of_a_name_and_a_price_are_read_under_their_headings(house: SmallHouse) -> None:
    found = came(house, grid_of_text("【凉菜】\n拍黄瓜 12\n皮蛋豆腐……18元\n\n热菜：\n毛血旺 ¥58\nMapo tofu 2 38.5\n"))
    assert found.faults == []
    assert {name: each.price_minor for name, each in by_name(found).items()} == {
        "拍黄瓜": 1200,
        "皮蛋豆腐": 1800,
        "毛血旺": 5800,
        "Mapo tofu 2": 3850,
    }
    assert [each.name.zh for each in found.change.categories] == ["凉菜", "热菜"]


@pytest.mark.parametrize(
    ("line", "name", "price_minor"),
    [
        ("龙虾 1,288", "龙虾", 128800),
        ("龙虾 ¥12,345.50", "龙虾", 1234550),
        ("龙虾，1，288元", "龙虾", 128800),
        ("Coke-Cola 5", "Coke-Cola", 500),
        ("7-Up - 5", "7-Up", 500),
        ("皮蛋豆腐……18元", "皮蛋豆腐", 1800),
        ("皮蛋豆腐...18", "皮蛋豆腐", 1800),
    ],
)
def test_a_price_is_read_whole_with_its_thousands(house: SmallHouse, line: str, name: str, price_minor: int) -> None:
    found = came(house, grid_of_text(f"凉菜\n{line}\n茶 2\n"))
    assert found.faults == []
    assert {name: each.price_minor for name, each in by_name(found).items()} == {name: price_minor, "茶": 200}
    assert [each.name.zh for each in found.change.categories] == ["凉菜"]


@pytest.mark.parametrize("cell", ["12.345", "1.2.3", "-5", "1,28", "1,2888", "12..5", "¥-5", "5-8", "1/2"])
def test_what_is_no_price_is_named_with_its_line_and_never_cut_down_to_one(house: SmallHouse, cell: str) -> None:
    found = came(house, grid_of_text(f"凉菜\n坏价 {cell}\n茶 2\n"))
    assert [each.en for each in found.faults] == [f"Row 2: “坏价” has no price that can be paid: “{cell}”"]
    assert list(by_name(found)) == ["茶"]


@pytest.mark.parametrize("said", ["时价", "時價", "（时价）", "market price", "Market Price", "MP", "面议", "今日时价"])
def test_a_market_price_is_asked_for_and_is_no_category(house: SmallHouse, said: str) -> None:
    for text in (f"海鲜\n大虾 {said}\n茶 2\n", f"菜名,价格\n大虾,{said}\n茶,2\n"):
        found = came(house, grid_of_text(text))
        assert [each.en for each in found.faults] == [
            "Row 2: “大虾” has no price: write one, of what is weighed for 500 g; "
            "or leave it out and order it as an open item"
        ]
        assert all("大虾" not in each.name.zh for each in found.change.categories)


def test_a_comma_parts_columns_or_thousands(house: SmallHouse) -> None:
    lines = came(house, grid_of_text("龙虾 1,288\n鲍鱼 ¥2,688\n"))
    assert {name: each.price_minor for name, each in by_name(lines).items()} == {"龙虾": 128800, "鲍鱼": 268800}
    sheet = came(house, grid_of_text("菜名,价格\n套餐 1,288\n套餐 2,388\n"))
    assert {name: each.price_minor for name, each in by_name(sheet).items()} == {"套餐 1": 28800, "套餐 2": 38800}
    wide = came(house, grid_of_text("菜名,价格\n龙虾,1,288\n茶,2\n"))
    assert list(by_name(wide)) == ["茶"]
    assert "more cells than there are columns" in wide.faults[0].en


@pytest.mark.parametrize(
    ("cell", "sum_"), [("1,28", None), ("1,288", "1288"), ("12,345.6", "12345.6"), ("1,2,3", None), ("1 288", None)]
)
def test_signs_between_figures_part_thousands_only(cell: str, sum_: str | None) -> None:
    assert money(cell) == (None if sum_ is None else Decimal(sum_))


def test_a_dish_that_the_house_has_keeps_all_but_what_its_row_says(house: SmallHouse) -> None:
    tofu = house.state.menu.dishes["tofu"]
    found = came(house, grid_of_text(f"菜名,价格\n{tofu.name.zh},99\n新菜,1\n"))
    assert found.faults == []
    assert found.new == 1
    changed = found.change.dishes[0]
    assert changed.price_minor == 9900
    assert (changed.dish, changed.station, changed.category, changed.options) == (
        tofu.dish,
        tofu.station,
        tofu.category,
        tofu.options,
    )
    house.do(found.change)
    again = came(house, grid_of_text(f"菜名,价格\n{tofu.name.zh},99\n新菜,1\n"))
    assert again.new == 0
    assert house.do(again.change).recorded == [], "the same again changes nothing"


def test_every_bad_row_is_named_and_the_others_stand(house: SmallHouse) -> None:
    rows = [f"菜{number},{number}" for number in range(1, 3001)]
    for number in range(0, 3000, 75):
        rows[number] = f"菜{number + 1},many"
    found = came(house, grid_of_text("菜名,价格\n" + "\n".join(rows)))
    assert len(found.faults) == 40
    assert found.faults[0].en == "Row 2: “菜1” has no price that can be paid: “many”"
    assert len(found.change.dishes) == 2960


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("菜名,价格\n,12\n", "Row 2: the dish has no name"),
        ("菜名,价格\na,12\nA,13\n", "Row 3: “A” stands in row 2 already"),
        ("菜名,价格\na,1.234\n", "Row 2: “a” has no price that can be paid: “1.234”"),
        ("菜名,价格\na,-1\n", "Row 2: “a” has no price that can be paid: “-1”"),
        ("菜名,备注\na,b\nc,d\n", "Say which column is the name, and which is the price"),
    ],
)
def test_what_is_wrong_is_said(house: SmallHouse, text: str, said: str) -> None:
    assert [each.en for each in came(house, grid_of_text(text)).faults] == [said]


def test_a_workbook_and_a_file_of_an_old_program_are_read_alike(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("菜名", "价格"), ("毛肚", 58), ("007", 1.5)):
        sheet.append(row)
    book.save(tmp_path / "menu.xlsx")
    (tmp_path / "menu.csv").write_bytes("菜名,价格\n毛肚,58\n007,1.5\n".encode("gb18030"))
    one, other = grid_of_file(tmp_path / "menu.xlsx"), grid_of_file(tmp_path / "menu.csv")
    assert one == other
    (tmp_path / "menu.bin").write_bytes(b"\xff\x00\x81")
    for name in ("menu.bin", "other.xlsx"):
        (tmp_path / "other.xlsx").write_bytes(b"no workbook")
        with pytest.raises(ValueError, match=r".*"):
            grid_of_file(tmp_path / name)


@pytest.mark.parametrize(
    ("cell", "sum_"),
    [("12", "12"), ("¥1,288.00", "1288.00"), ("12元", "12"), ("RMB 5", "5"), ("NaN", None), ("-3", None), ("", None)],
)
def test_a_sum_is_read_whatever_stands_beside_it(cell: str, sum_: str | None) -> None:
    assert money(cell) == (None if sum_ is None else Decimal(sum_))


@given(st.text(max_size=300))
def test_whatever_is_pasted_is_offered_or_told(text: str) -> None:
    grid = grid_of_text(text)
    found = offered(SmallHouse().state, TEMPLATES["full"], grid, grid.columns)
    assert len(found.change.dishes) <= len(grid.rows)


def test_three_thousand_rows_with_forty_faults_name_all_forty(house: SmallHouse) -> None:
    """Of every kind, at once: no price, no name, twice, a code twice, and what no name can hold."""
    lines = ["菜名\t单价\t编码", *[f"菜{number}\t{number % 90 + 1}\tc{number}" for number in range(3_000)]]
    wrong = {
        0: lambda number: f"菜{number}\t免费\tc{number}",
        1: lambda number: f"\t8\tc{number}",
        2: lambda number: f"菜{number - 1}\t8\tc{number}",
        3: lambda number: f"菜{number}\t8\tc1",
        4: lambda number: f"菜\x07{number}\t8\tc{number}",
    }
    at = [20 + number * 70 for number in range(40)]
    for place, number in enumerate(at):
        lines[number] = wrong[place % len(wrong)](number - 1)
    found = came(house, grid_of_text("\n".join(lines)))
    assert sorted(int(each.en.split(":")[0].removeprefix("Row ")) for each in found.faults) == [each + 1 for each in at]
    assert all(each.zh.startswith("第") for each in found.faults)

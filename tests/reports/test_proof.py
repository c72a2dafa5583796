"""`kds verify` proves the facts, `kds rebuild` makes them anew: beside a server, and without one."""

from __future__ import annotations

from pathlib import Path

import duckdb
from click.testing import CliRunner

from kds.cli import main
from kds.followers import FOLLOWERS
from kds.ops.followers import rebuild, standings
from kds.reports.follower import FOLLOWER, FactsWork
from kds.reports.proof import prove
from kds.reports.questions import NAME
from kds.reports.store import FILE, FactsStore
from kds.storage.own_store import folder_of
from tests.reports.evening import evening
from tests.reports.test_asking import until
from tests.runtime.followed import catch_up, following, ledger_of

LAST = len(evening().recorded)
STOPPED = FOLLOWER._replace(open=FactsWork)


def spoil(data: Path) -> None:
    with duckdb.connect(str(folder_of(data, NAME) / FILE)) as db:
        db.execute("UPDATE sales SET net_minor = net_minor + 1 WHERE kind = 'refunded'")


async def test_what_was_made_is_what_is_made_anew(tmp_path: Path) -> None:
    async with ledger_of(tmp_path, evening().recorded) as ledger:
        moved: list[tuple[int, int]] = []
        assert await prove(tmp_path, lambda *at: moved.append(at)) == (True, "")
        await catch_up(ledger, tmp_path, STOPPED)
        found = await prove(tmp_path, lambda *at: moved.append(at))
    assert found == (True, f"the facts up to event {LAST} are what the ledger gives, row for row")
    assert moved[-1] == (LAST, LAST)


async def test_one_figure_that_is_other_is_found_and_its_table_is_named(tmp_path: Path) -> None:
    async with ledger_of(tmp_path, evening().recorded) as ledger:
        await catch_up(ledger, tmp_path, STOPPED)
        spoil(tmp_path)
        found = await prove(tmp_path, lambda *_: None)
        assert not found.sound
        assert "(sales)" in found.words
        assert await rebuild(tmp_path, FOLLOWER, lambda *_: None) == LAST
        assert (await prove(tmp_path, lambda *_: None)).sound


async def test_who_has_the_file_is_asked(tmp_path: Path) -> None:
    works: list[FactsWork] = []

    def opened(folder: Path) -> FactsWork:
        work = FOLLOWER.open(folder)
        assert isinstance(work, FactsWork)
        works.append(work)
        return work

    async with ledger_of(tmp_path, evening().recorded) as ledger:
        async with following(ledger, tmp_path, FOLLOWER._replace(open=opened)) as (_, said):
            await until(lambda: any(each.waits for each in said))
            assert (await prove(tmp_path, lambda *_: None)).sound
            assert await standings(tmp_path, [FOLLOWER]) == [f"facts: after event {LAST}, 0 behind"]
        for work in works:
            work.close()


async def test_how_far_all_are_is_told(tmp_path: Path) -> None:
    async with ledger_of(tmp_path, evening().recorded):
        assert await standings(tmp_path, list(FOLLOWERS.values())) == [
            f"{name}: not begun, {LAST} events behind" for name in FOLLOWERS
        ]


async def test_making_anew_shows_how_far_it_is(tmp_path: Path) -> None:
    moved: list[tuple[int, int]] = []
    async with ledger_of(tmp_path, evening().recorded):
        for follower in FOLLOWERS.values():
            assert await rebuild(tmp_path, follower, lambda *at: moved.append(at)) == LAST
    assert moved.count((LAST, LAST)) >= len(FOLLOWERS)
    store = FactsStore(folder_of(tmp_path, NAME))
    assert store.stands().seq == LAST
    store.close()


def test_the_commands_say_so(tmp_path: Path) -> None:
    data = tmp_path / "data"
    run = CliRunner()
    assert run.invoke(main, ["init", "--data", str(data), "--demo"]).exit_code == 0
    made = run.invoke(main, ["rebuild", "--data", str(data), NAME])
    assert made.exit_code == 0, made.output
    assert "facts: made anew, up to event" in made.output
    sound = run.invoke(main, ["verify", "--data", str(data)])
    assert sound.exit_code == 0, sound.output
    assert "are what the ledger gives, row for row" in sound.output
    to = tmp_path / "facts"
    told = run.invoke(main, ["export", "--data", str(data), "--facts", "csv", str(to)])
    assert told.exit_code == 0, told.output
    assert (to / "names.csv").read_text().startswith("kind,id,zh,en\n")
    assert run.invoke(main, ["export", "--data", str(data), "--facts", "csv", str(to)]).exit_code == 1
    with duckdb.connect(str(folder_of(data, NAME) / FILE)) as db:
        db.execute("DELETE FROM names")
    unsound = run.invoke(main, ["verify", "--data", str(data)])
    assert (unsound.exit_code, "(names)" in unsound.output) == (1, True)
    assert run.invoke(main, ["rebuild", "--data", str(data), "nobody"]).exit_code == 2

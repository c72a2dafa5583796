"""Wire a store together: the only place that knows every room."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import structlog
from msgspec.structs import replace

from kds.connect.printers.works import paper_works
from kds.core.day.found_house import FoundHouse
from kds.core.day.model import House
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.screens import Screen
from kds.core.people.events import RightsChanged
from kds.core.rights import VIEWS
from kds.core.types import Ms, Name
from kds.demo import house as demo_house
from kds.feed.ahead import compile_ahead
from kds.feed.bars import KnownBars
from kds.feed.hub import Hub
from kds.feed.kinds import kinds
from kds.feed.past import whole_feed
from kds.feed.works import wall_works
from kds.followers import COLLECT, FOLLOWERS
from kds.ops.house_file import archive
from kds.ops.house_file.door import Door
from kds.ops.house_file.files import BadFile
from kds.ops.house_file.rows import KINDS
from kds.ops.kitchen_figures import KitchenFigures
from kds.ops.metrics import Metrics
from kds.reports.asking import facts_of
from kds.runtime import control, hidden, stayed, theme_stayed, timers, unanswered, unseen, zone_watch
from kds.runtime.alarms import WORDS
from kds.runtime.clock import Clock, wall_ms
from kds.runtime.clock_watch import ClockWatch
from kds.runtime.days import business_day
from kds.runtime.messages import HOUSE, Committed
from kds.runtime.opening import founded_at, load
from kds.runtime.sign_ins import end_idle, watch_sign_ins
from kds.runtime.snapshotting import Snapshotting
from kds.runtime.store import Store
from kds.runtime.supervisor import Supervisor
from kds.storage import snapshots
from kds.storage.damage import DamagedStore, Finding
from kds.storage.guest_key import guest_key
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.measures import Measures
from kds.storage.opening import open_ledger
from kds.storage.paint_log import PaintLog
from kds.storage.photos import Photos
from kds.storage.sqlite import SqliteLedger
from kds.storage.sqlite_people import SqlitePeople
from kds.storage.sqlite_tokens import SqliteTokens
from kds.storage.tokens import Token
from kds.training import grounds_of
from kds.web.app import build_app
from kds.web.damaged import build_damaged_app
from kds.web.doors import open_doors
from kds.web.pages.reach import is_alone
from kds.web.practice import Practising
from kds.web.server import open_files

if TYPE_CHECKING:
    from kds.ops.tls.served import Wanted

log = structlog.get_logger()

SWITCH_S = 0.0001
"""How long a thread may keep the interpreter from another: the writer's thread wins it back at every step."""


class Running(NamedTuple):
    """A store that runs, and what the outside reaches it by. When `commits` ends the store has stopped."""

    store: Store
    tokens: Tokens
    people: People
    metrics: Metrics
    commits: asyncio.Task[None]


@contextlib.asynccontextmanager
async def running_store(data: Path, *, clock_from: Callable[[Ms, Ms], Clock] = Clock) -> AsyncIterator[Running]:
    """Open the store in `data`, keep it running meanwhile, and close it with all that it promised on disk.

    `clock_from` makes the clock that runs, given the times of the ledger's last event and of its first.
    Raises `DataDirError` where another server has it, `NewerSchema` where a newer kds wrote it, `DamagedStore`.
    """
    async with open_ledger(data) as ledger:
        state, head, snapshot_seq, findings = await load(ledger, data)
        metrics = Metrics()
        clock = clock_from(state.at, await founded_at(ledger))
        store = Store(ledger, state, head, await ledger.claim(), clock, metrics)
        _tell(store, [*ledger.findings, *findings])
        snapshots.discard(data)
        snapshotting = Snapshotting(store, data, snapshot_seq)
        store.listeners.follow(snapshotting.committed)
        hidden.watch_hidden(store)
        stayed.watch_stayed(store)
        theme_stayed.watch_theme_stayed(store)
        zone_watch.watch_zone(store)
        tokens, people = Tokens(SqliteTokens(ledger)), People(SqlitePeople(ledger))
        await tokens.load()
        await people.load()
        store.listeners.follow(partial(_rights_changed, tokens))
        idle = watch_sign_ins(store, tokens, people)
        tasks = _tasks(store, ledger, tokens, people, idle)
        async with control.answering(store, tokens, data, Door(store)), tasks as commits:
            log.info("store_opened", store_id=ledger.store_id, seq=head.seq, snapshot_seq=snapshot_seq)
            yield Running(store, tokens, people, metrics, commits)
        await snapshotting.last()


def _rights_changed(tokens: Tokens, events: Sequence[Committed]) -> None:
    """Open pages of a role that may not see all of them any more end: whoever comes back is looked at anew."""
    for each in events:
        if isinstance(each.event, RightsChanged) and any(code in SEEN for code in each.event.taken):
            tokens.ask_again(each.event.role)


def _tell(store: Store, findings: Sequence[Finding]) -> None:
    """Let what was mended stand as an alarm: somebody should look at the disk."""
    for each in findings:
        log.error("store_damaged", code=each.code, healed=each.healed, words=each.words.en)
    if findings:
        zh, en = "；".join(each.words.zh for each in findings), "; ".join(each.words.en for each in findings)
        words = WORDS["damage_healed"]
        store.alarms.raise_alarm("damage_healed", store.now(), f"{words.zh}：{zh}", f"{words.en}: {en}")


@contextlib.asynccontextmanager
async def _tasks(
    store: Store, ledger: SqliteLedger, tokens: Tokens, people: People, idle: list[Token]
) -> AsyncIterator[asyncio.Task[None]]:
    commits = asyncio.create_task(store.run(), name="commits")
    works: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
        "deadlines": timers.Deadlines(store).run,
        "clock": ClockWatch(store).run,
        "disk": timers.DiskProbe(store).run,
        "checkpoints": timers.Checkpoints(store, ledger).run,
        "answers": lambda: timers.forget_answers(store, ledger),
        "unseen": unseen.watch_unseen(store).run,
        "unanswered": unanswered.watch_unanswered(store).run,
        "tokens": tokens.keep,
        "seen": lambda: timers.note_seen(tokens, people),
        "sign_ins": lambda: end_idle(store, tokens, people, idle),
    }
    others = [asyncio.create_task(timers.kept_up(store, name, work), name=name) for name, work in works.items()]
    others.append(asyncio.create_task(timers.know_keys(store), name="keys"))
    try:
        yield commits
    finally:
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        store.close()
        await commits


async def serve(
    data: Path,
    host: str,
    port: int,
    ready: Callable[[str], None],
    damaged: Callable[[str], None],
    *,
    design: bool = False,
    tls: Wanted | None = None,
) -> None:
    """Serve the store in `data` until SIGINT or SIGTERM; `ready` is called with each address once orders are taken.

    Where the store is damaged, `damaged` is called instead: until the signal every page says why, and then that is
    raised. Port 0 takes a free one. `design` adds the page /design, `tls` HTTPS at a port of its own. Raises what
    `running_store` and `open_doors` raise.
    """
    sys.setswitchinterval(SWITCH_S)
    gc.set_threshold(*COLLECT)
    open_files()
    with open_doors(data, host, port, tls) as doors:
        try:
            async with running_store(data) as house:
                gc.enable()
                hub = Hub(house.store, kinds(house.store.state, house.people.called))
                feed, figures = await whole_feed(house.store, data), KitchenFigures(house.store.ledger, data)
                bars = KnownBars(house.store, house.tokens)
                grounds = grounds_of(house.store, house.tokens, house.people)
                parts = (house.store, house.tokens, house.people, house.metrics, hub, feed, figures, bars, Photos(data))
                options: dict[str, Any] = {"design": design, "served": doors.served, "grounds": grounds}
                options |= {"alone": is_alone(doors.addresses[0].partition("//")[2]), "facts": facts_of(data)}
                paints, key = PaintLog(data, house.store.now()), guest_key(data)
                pages = build_app(*parts, guest_key=key, measures=Measures(data), paints=paints, **options)
                server = doors.server(Practising(pages, house.tokens, grounds), ready)
                # A store that has stopped is better opened anew than served as if all were well.
                house.commits.add_done_callback(lambda _: server.handle_exit(signal.SIGTERM, None))
                works = [compile_ahead(), grounds.keep(), *doors.works(), *wall_works(house.store, hub, paints)]
                works += paper_works(house.store, hub.walls, hub.attention.neglected)
                async with _supervisor(house, data).running(), _meanwhile(works):
                    await server.serve(sockets=doors.sockets)
                await hub.close()
                await bars.close()
        except DamagedStore as damage:
            gc.enable()
            log.critical("store_damaged", words=damage.words.en, zh=damage.words.zh)
            damaged_app = build_damaged_app(damage.words, wall_ms())
            await doors.server(damaged_app, damaged).serve(sockets=doors.sockets)
            raise


@contextlib.asynccontextmanager
async def _meanwhile(works: Sequence[Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """What is done while the house is served: its templates are compiled, practices end when they are left."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _supervisor(house: Running, data: Path) -> Supervisor:
    """What keeps the followers running, and tells Prometheus of them."""
    command = (sys.executable, "-m", "kds", "follow", "--data", str(data))
    supervisor = Supervisor(house.store, list(FOLLOWERS), lambda name: (*command, name))
    standings = supervisor.standings
    for name, words, read in (
        ("follower_seq", "The last event that stands with the follower.", lambda each: each.seq),
        ("follower_lag_events", "Events that the follower has yet to take in.", supervisor.lag),
        ("follower_failures", "How often the follower has ended by itself.", lambda each: each.failures),
    ):
        told = partial(lambda read: {name: read(each) for name, each in standings.items()}, read)
        house.metrics.labelled(name, words, "follower", told)
    return supervisor


async def found(data: Path, house: House | None) -> None:
    """Found a house in a new store, with nothing but a screen; None is the demo's with its menu, floor and kitchen."""
    async with running_store(data) as running:
        store = running.store
        settings = replace(house or demo_house.house(), store_id=store.ledger.store_id)
        day, closes_at = business_day(store.now(), settings.timezone, settings.cutoff_minute)
        first = FoundHouse(house=settings, business_day=day, closes_at=closes_at)
        commands = [first, *(demo_house.opening() if house is None else [BARE_KITCHEN])]
        # Submitted together they share a commit: a house is founded whole or not at all.
        await asyncio.gather(*[store.submit(command, HOUSE) for command in commands])


async def import_house(data: Path, file: Path, *, replace: bool, hidden: bool = False) -> int:
    """Take menu, floor and kitchen over from a file, whole or not at all; gives the number of the last event.

    A server that runs on `data` does it. Raises `BadFile`, with all that is wrong, row by row, and where it is not
    `hidden`, with what nobody would see then. Open tickets stay. The photos of an archive are kept before that, and no
    photo that is there makes room for them.
    """
    sheets = await archive.read_path(file, Photos(data))
    if await control.runs(data):
        taken = await control.RemoteHouse(data).take_over(sheets, replace=replace, hidden=hidden)
    else:
        async with running_store(data) as running:
            taken = await Door(running.store).take_over(sheets, replace=replace, hidden=hidden)
    if taken.faults:
        raise BadFile(taken.faults)
    return taken.seq


async def export_house(data: Path, file: Path) -> None:
    """Write menu, floor and kitchen to a file: taken over again it changes nothing. A server on `data` is asked.

    A ZIP holds the photos of dishes too.
    """
    if await control.runs(data):
        told = await control.RemoteHouse(data).told()
        rows = {name: [msgspec.convert(each, KINDS[name], strict=False) for each in told[name]] for name in told}
    else:
        async with running_store(data) as running:
            rows = await Door(running.store).told()
    archive.write_path(file, rows, Photos(data))


SEEN = frozenset(each.code for each in VIEWS.values())
"""The rights by which something is seen."""
BARE = House(
    store_id="",
    name=Name(zh="新店", en="New restaurant"),
    currency="CNY",
    timezone="Asia/Shanghai",
    cutoff_minute=4 * 60,
)
BARE_KITCHEN = ChangeKitchen(screens=(Screen(screen="kitchen", name=Name(zh="后厨", en="Kitchen")),))

"""A payload for the virtual machine (powercut/audit.py says of what kind): a house on its disk, served and ordered at.

python -m tests.chaos.guest_house DIRECTORY FOUNDED [--synchronous FULL|OFF]

FOUNDED holds the house as it was founded: data/ and tokens.json. A KEY is a line as it was acknowledged: its bill, its
id in the house, its device's id, its dish and its quantity.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
from pathlib import Path

from tests.live.audit import Promises, audit
from tests.live.client import Api
from tests.live.load import TABLES, place
from tests.live.orders import Card, card
from tests.live.server import RUNNER, House, Server
from tests.live.wire import Placed

CLIENTS = 3
READY_S = 300.0
"""An emulated processor takes its time."""


def say(line: str) -> None:
    """One write a line: nothing waits in a buffer."""
    os.write(1, f"{line}\n".encode())


def house_in(directory: Path, founded: Path) -> House:
    """The house on the disk: at the first start a copy of the one that the host has founded."""
    tokens = json.loads((founded / "tokens.json").read_text())
    data = directory / "data"
    if data.exists():
        return House(data, tokens)
    draft = House(founded / "data", tokens).copied_to(directory / "draft")
    os.sync()
    return House(draft.data.rename(data), tokens)


def key(bill: str, line: Placed) -> str:
    """What is told of a line."""
    return f"{bill}/{line.line}/{line.id}/{line.dish}/{line.qty}"


async def tell_what_is_there(api: Api, menu: Card) -> int:
    """Every line in the events, once it is sure that bills and stations show the same; the number of the last event."""
    events = await api.events()
    placed = [
        (event.data["bill"], line) for event in events if event.type == "RoundPlaced" for line in event.data["lines"]
    ]
    promises = Promises()
    for fault in await audit(api, promises, menu.station):
        if not fault.endswith("ordered by nobody"):
            say(f"broken {fault}")
    for bill, line in placed:
        say(f"have {bill}/{line['line']}/{line['id']}/{line['dish']}/{line['qty']}")
    return events[-1].seq


async def order(api: Api, menu: Card, start: int, client: int) -> None:
    """Order for ever, and tell each acknowledgement."""
    dice, number = random.Random(f"{start}-{client}"), 0
    while True:
        number += 1
        promises = Promises()
        wanted = menu.order(dice, dice.choice(TABLES), f"{start}-{client}-{number}", dice.randint(1, 3))
        await place(api, promises, wanted, dice.choice(("calm", "twice")), dice)
        for fault in promises.faults:
            say(f"broken {fault}")
        for _, told in promises.acknowledged:
            for line in told.lines:
                say(f"ack {key(told.bill, line)}")


async def run(server: Server) -> None:
    """Serve, tell what is there, order."""
    server.launch()
    await asyncio.to_thread(server.wait_ready, READY_S)
    async with Api(server.url, server.house.tokens) as api:
        menu = await card(api)
        start = await tell_what_is_there(api, menu)
        wrong = await asyncio.to_thread(server.verify)
        if wrong:
            say(f"broken {' '.join(wrong.split())}")
        say("ready")
        await asyncio.gather(*[order(api, menu, start, client) for client in range(CLIENTS)])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=Path)
    parser.add_argument("founded", type=Path)
    parser.add_argument("--synchronous", default="FULL")
    options = parser.parse_args()
    try:
        house = house_in(options.directory, options.founded)
        server = Server(house, command=(*RUNNER, "--synchronous", options.synchronous))
        asyncio.run(run(server))
    except (OSError, RuntimeError, ValueError) as error:
        say(f"broken {' '.join(str(error).split())}")


if __name__ == "__main__":
    main()

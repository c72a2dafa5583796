"""Templates compiled ahead of the first page: by a process beside, as compiling holds the interpreter for seconds."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE

import msgspec
import structlog
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from kds.feed.templating import Compiled, environment
from kds.i18n import LANGUAGES, Language
from kds.resources import templates_dir

log = structlog.get_logger()

AFTER_S = 15.0
"""A server that has just begun has better things to do, and so has its machine."""
NICE = 19
REST = 3
"""After each template so many times as long as it took: a machine of two cores is never without one of them."""
Codes = dict[str, bytes]
"""Marshalled code by the key under which Jinja2 looks a template up."""


class Collected(BytecodeCache):
    """Keeps the code of every template that is compiled."""

    def __init__(self) -> None:
        self.codes: Codes = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Nothing is compiled yet."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self.codes[bucket.key] = bucket.bytecode_to_string()


def names() -> list[str]:
    """Every template."""
    return sorted(path.relative_to(templates_dir()).as_posix() for path in templates_dir().rglob("*.html"))


def compile_all(rest: int = 0) -> None:
    """Compile every template in every language, here and now: some three seconds, and `rest` times as long of rest."""
    for language in LANGUAGES:
        for name in names():
            began = time.perf_counter()
            environment(language).get_template(name)
            time.sleep((time.perf_counter() - began) * rest)


async def compile_ahead(after_s: float = AFTER_S) -> None:
    """Have every template compiled; until then, and where it fails, whoever opens a page first waits for its own."""
    await asyncio.sleep(after_s)
    if all(_known(language) for language in LANGUAGES):
        return
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "kds.feed.ahead", stdin=DEVNULL, stdout=PIPE, start_new_session=True
    )
    try:
        out, _ = await process.communicate()
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
    if process.returncode:
        log.warning("templates_not_compiled", code=process.returncode)
        return
    for language, codes in msgspec.msgpack.decode(out, type=dict[Language, Codes]).items():
        cache = environment(language).bytecode_cache
        assert isinstance(cache, Compiled)
        cache.codes.update(codes)


def _known(language: Language) -> bool:
    kept = environment(language).cache
    return kept is not None and {name for _, name in kept} >= set(names())


def main() -> None:
    """Compile all, and write it to standard output."""
    os.nice(NICE)
    made: dict[Language, Collected] = {language: Collected() for language in LANGUAGES}
    for language, collected in made.items():
        environment(language).bytecode_cache = collected
    compile_all(REST)
    sys.stdout.buffer.write(msgspec.msgpack.encode({language: each.codes for language, each in made.items()}))


if __name__ == "__main__":
    main()

"""The answering side: threads of the follower's process, each with a connection of its own to the facts.

What is written meanwhile is not waited for, and does not wait: each question sees what was committed when it began.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import msgspec
import structlog

from kds.core.all_facts import TABLES
from kds.reports.answer import TooSlow, give
from kds.reports.formats import told, written
from kds.reports.questions import (
    LINE_MOST,
    PATIENCE_S,
    SOCKET,
    Answer,
    AskDigest,
    AskExport,
    AskHead,
    AskReport,
    ExportForm,
    Fault,
    Question,
    address,
)
from kds.reports.registry import reports
from kds.reports.store import digest, discard, head_of, is_damage

log = structlog.get_logger()

AT_ONCE = 2
"""Questions that are answered at a time."""
WAITING = 16
"""Those that may wait beside them; who comes then is told to come again."""
BACKLOG = 128
"""Those that nobody has looked at yet: who meets more than these waits, and is not told."""
BUSY_S = 1.0
"""How long who is told so may take to say what they want."""


class Answering:
    """Answers on the socket of a folder until it is closed; `connect` gives a connection of one's own."""

    def __init__(self, folder: Path, connect: Callable[[], duckdb.DuckDBPyConnection]) -> None:
        self._folder = folder
        self._connect = connect
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="facts")
        self._places = threading.BoundedSemaphore(AT_ONCE + WAITING)
        (folder / SOCKET).unlink(missing_ok=True)  # left by a process that was killed
        self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with address(folder) as path:
            self._listening.bind(path)
        (folder / SOCKET).chmod(0o600)
        self._listening.listen(BACKLOG)
        self._thread = threading.Thread(target=self._listen, name="questions", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Answer no more; what is being answered is answered."""
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()
        self._pool.shutdown()

    def _listen(self) -> None:
        while True:
            try:
                asking, _ = self._listening.accept()
            except OSError:
                return
            asking.settimeout(PATIENCE_S)
            if self._places.acquire(blocking=False):
                self._pool.submit(self._answer, asking)
            else:
                with contextlib.suppress(OSError), asking:
                    asking.settimeout(BUSY_S)
                    _read_line(asking)
                    asking.sendall(_line(Answer(fault="busy")))

    def _answer(self, asking: socket.socket) -> None:
        try:
            with asking:
                line = _read_line(asking)
                if line:
                    asking.sendall(self._said(line))
        except OSError as error:  # it has gone
            log.warning("question_failed", error=repr(error))
        finally:
            self._places.release()

    def _said(self, line: bytes) -> bytes:
        try:
            question = msgspec.json.decode(line, type=Question)
            with contextlib.closing(self._connect()) as db:
                body = answered(db, question)
        except TooSlow:
            return _line(Answer(fault="slow"))
        except Exception as error:
            log.exception("question_failed")
            if isinstance(error, duckdb.Error) and is_damage(error):
                discard(self._folder)  # who writes finds it gone, and makes it anew
            fault: Fault = "failed"
            return _line(Answer(fault=fault, words=str(error)[:500]))
        return _line(Answer(size=len(body))) + body


def answered(db: duckdb.DuckDBPyConnection, question: Question) -> bytes:
    """What is said to a question. Raises `TooSlow`, `duckdb.Error`, and `KeyError` for a report that there is not."""
    match question:
        case AskReport(name, values, head, form, house):
            report = reports()[name]
            found = told(report, give(db, report, values), values["from"], values["to"], head)
            return written(found, form, house)
        case AskDigest():
            return msgspec.json.encode(digest(db))
        case AskHead():
            return msgspec.json.encode(head_of(db))
        case AskExport(folder, form):
            return msgspec.json.encode(export(db, Path(folder), form))


def export(db: duckdb.DuckDBPyConnection, folder: Path, form: ExportForm) -> int:
    """A file for each table, all of one moment; the last event that is in them. Raises `duckdb.Error`."""
    db.execute("BEGIN")
    try:
        seq = head_of(db)
        for name in TABLES:
            to = str(folder / f"{name}.{form}").replace("'", "''")
            how = "FORMAT parquet" if form == "parquet" else "FORMAT csv, HEADER"
            db.execute(f"COPY (SELECT * FROM {name} ORDER BY ALL) TO '{to}' ({how})")
    finally:
        db.execute("ROLLBACK")
    return seq


def _line(answer: Answer) -> bytes:
    return msgspec.json.encode(answer) + b"\n"


def _read_line(asking: socket.socket) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        part = asking.recv(LINE_MOST)
        line += part
        if not part or len(line) > LINE_MOST:
            return b""
    return line

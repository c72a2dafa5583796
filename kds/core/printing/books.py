"""What of the printing is alive."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from kds.core import ids
from kds.core.books import Books
from kds.core.journal import Agenda, Book, Index
from kds.core.printing.model import JobState, Printer, PrintJob, Standing


class PrintingBooks(Books):
    """Printers and how they fare; the jobs of parties, which go with them, and `sheets`, which are of nobody.

    `queue`: printer → what it has to print. `unsure`: printer → what it did not confirm, and somebody has to look for.
    `jobs_of`: party → its jobs. `of_line`: line → the jobs that name it. `stale`: what waits, by when it is too old.
    """

    printers: Book[str, Printer]
    standings: Book[str, Standing]
    jobs: Book[str, PrintJob]
    sheets: Book[str, PrintJob]
    queue: Index[str, str]
    unsure: Index[str, str]
    jobs_of: Index[str, str]
    of_line: Index[str, str]
    stale: Agenda[str]

    def reindex(self) -> None:
        """What waits, what is not sure, and whose it is."""
        for job in (*self.jobs.values(), *self.sheets.values()):
            self._index(job)

    def find(self, job: str) -> PrintJob | None:
        """A job, whoever's it is."""
        return self.jobs.get(job) or self.sheets.get(job)

    def queued(self, printer: str) -> list[PrintJob]:
        """What a printer has to print, the oldest first."""
        return self._sorted(self.queue[printer])

    def not_confirmed(self) -> list[PrintJob]:
        """What may or may not be printed, the oldest first."""
        return self._sorted([job for printer in self.unsure for job in self.unsure[printer]])

    def put(self, job: PrintJob) -> None:
        """A new job, or one of which something is other now."""
        self._unindex(job.job)
        book = self.sheets if job.is_sheet else self.jobs
        book[job.job] = job
        self._index(job)

    def settle(self, job: str, state: JobState) -> None:
        """Nothing more is to be done about it; of a sheet nobody asks later."""
        found = self.find(job)
        if found is not None and found.is_sheet:
            self.drop(job)
        elif found is not None:
            self.put(replace(found, state=state))

    def drop(self, job: str) -> None:
        """Let go of it."""
        self._unindex(job)
        if job in self.sheets:
            del self.sheets[job]
        else:
            del self.jobs[job]

    def forget(self, session: str) -> None:
        """All that was printed of a party."""
        for job in sorted(self.jobs_of[session]):
            self.drop(job)

    def _sorted(self, jobs: Iterable[str]) -> list[PrintJob]:
        found = [job for each in jobs if (job := self.find(each)) is not None]
        return sorted(found, key=lambda each: (each.queued_at, ids.age(each.job)))

    def _index(self, job: PrintJob) -> None:
        if job.state == "queued":
            self.queue.add(job.printer, job.job)
            self.stale.add(job.stale_at, job.job)
        if job.state == "not_confirmed":
            self.unsure.add(job.printer, job.job)
        if job.session:
            self.jobs_of.add(job.session, job.job)
        for line in job.lines:
            self.of_line.add(line, job.job)

    def _unindex(self, name: str) -> None:
        job = self.find(name)
        if job is None:
            return
        if job.state == "queued":
            self.queue.discard(job.printer, name)
            self.stale.discard(job.stale_at, name)
        self.unsure.discard(job.printer, name)
        self.jobs_of.discard(job.session, name)
        for line in job.lines:
            self.of_line.discard(line, name)

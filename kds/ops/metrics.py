"""What Prometheus is told: counted in plain numbers on the hot path, put into words when somebody asks."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Upper bounds of the buckets for lengths of time."""
SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
"""Upper bounds of the buckets for batches."""


class Histogram:
    """Counts by upper bound; one list and one sum, so that an observation costs less than a microsecond."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def add(self, value: float) -> None:
        """Count one observation."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value

    def buckets(self) -> list[tuple[str, float]]:
        """Cumulative counts by bound, as the exposition format has them."""
        named = [*(str(float(bound)) for bound in self.bounds), "+Inf"]
        running = 0
        found: list[tuple[str, float]] = []
        for bound, count in zip(named, self.counts, strict=True):
            running += count
            found.append((bound, running))
        return found


class Metrics(Collector):
    """The figures of one running server. It is the runtime's observer and the web's counter of refusals."""

    def __init__(self) -> None:
        self._commands: Counter[tuple[str, str]] = Counter()
        self._refused: Counter[str] = Counter()
        self._waits = Histogram(SECONDS)
        self._commits = Histogram(SECONDS)
        self._batches = Histogram(SIZES)
        self._queue_depth = 0
        self._gauges: dict[str, tuple[str, Callable[[], float]]] = {}
        self._labelled: dict[str, tuple[str, str, Callable[[], Mapping[str, float]]]] = {}
        self._aside: Sequence[Metric] = ()
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def command(self, kind: str, outcome: str, seconds: float) -> None:
        """A command was answered: done, replayed, refused for a reason, or failed."""
        self._commands[kind, outcome] += 1
        self._waits.add(seconds)

    def commit(self, batch: int, seconds: float) -> None:
        """So many commands were committed together in so many seconds."""
        self._batches.add(batch)
        self._commits.add(seconds)

    def queue(self, depth: int) -> None:
        """So many commands wait."""
        self._queue_depth = depth

    def refused(self, reason: str) -> None:
        """A request was answered with a problem of that reason."""
        self._refused[reason] += 1

    def gauge(self, name: str, documentation: str, read: Callable[[], float]) -> None:
        """Show, as `kds_<name>`, what `read` returns at the moment of asking."""
        self._gauges[name] = (documentation, read)

    def labelled(self, name: str, documentation: str, label: str, read: Callable[[], Mapping[str, float]]) -> None:
        """Show, as `kds_<name>`, the figures that `read` returns by the value of the label."""
        self._labelled[name] = (documentation, label, read)

    def exposition(self, aside: Sequence[Metric] = ()) -> bytes:
        """Everything in Prometheus' text format, and after it the families that were counted elsewhere."""
        self._aside = aside
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """The families, made anew each time: called by the registry."""
        commands = CounterMetricFamily("kds_commands", "Commands answered.", labels=["kind", "outcome"])
        for (kind, outcome), count in sorted(self._commands.items()):
            commands.add_metric([kind, outcome], count)
        yield commands
        refused = CounterMetricFamily("kds_refusals", "Requests answered with a problem.", labels=["reason"])
        for reason, count in sorted(self._refused.items()):
            refused.add_metric([reason], count)
        yield refused
        yield _family("kds_command_seconds", "From a command's arrival to its answer.", self._waits)
        yield _family("kds_commit_seconds", "From the start of an append to its being on disk.", self._commits)
        yield _family("kds_commit_batch", "Commands that shared a commit.", self._batches)
        yield GaugeMetricFamily("kds_queue_depth", "Commands waiting for the next commit.", self._queue_depth)
        for name, (documentation, read) in sorted(self._gauges.items()):
            yield GaugeMetricFamily(f"kds_{name}", documentation, read())
        for name, (documentation, label, figures) in sorted(self._labelled.items()):
            family = GaugeMetricFamily(f"kds_{name}", documentation, labels=[label])
            for value, figure in figures().items():
                family.add_metric([value], figure)
            yield family
        yield from self._aside


def _family(name: str, documentation: str, histogram: Histogram) -> Metric:
    return HistogramMetricFamily(name, documentation, buckets=histogram.buckets(), sum_value=histogram.total)

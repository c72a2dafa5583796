"""The figures that Prometheus is given."""

from __future__ import annotations

from prometheus_client.core import CounterMetricFamily
from prometheus_client.parser import text_string_to_metric_families

from kds.ops.metrics import Histogram, Metrics
from kds.runtime.observer import Observer


def samples(metrics: Metrics) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels."""
    text = metrics.exposition().decode()
    families = text_string_to_metric_families(text)
    return {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}


def test_it_is_what_the_runtime_asks_for() -> None:
    observer: Observer = Metrics()
    observer.command("PlaceRound", "done", 0.001)


def test_commands_are_counted_by_kind_and_outcome() -> None:
    metrics = Metrics()
    metrics.command("PlaceRound", "done", 0.002)
    metrics.command("PlaceRound", "done", 0.002)
    metrics.command("PayBill", "overpaid", 0.2)
    found = samples(metrics)
    assert found["kds_commands_total", "PlaceRound", "done"] == 2
    assert found["kds_commands_total", "PayBill", "overpaid"] == 1
    assert found["kds_command_seconds_count",] == 3
    assert found["kds_command_seconds_bucket", "0.0025"] == 2
    assert found["kds_command_seconds_bucket", "0.25"] == 3
    assert abs(found["kds_command_seconds_sum",] - 0.204) < 1e-9


def test_batches_and_their_time_are_told() -> None:
    metrics = Metrics()
    for batch in (1, 2, 3, 64, 1000):
        metrics.commit(batch, 0.01)
    found = samples(metrics)
    assert found["kds_commit_batch_bucket", "1.0"] == 1
    assert found["kds_commit_batch_bucket", "4.0"] == 3
    assert found["kds_commit_batch_bucket", "64.0"] == 4
    assert found["kds_commit_batch_bucket", "+Inf"] == 5
    assert found["kds_commit_batch_sum",] == 1070
    assert found["kds_commit_seconds_bucket", "0.01"] == 5


def test_a_gauge_is_read_when_it_is_asked_for() -> None:
    metrics = Metrics()
    level = [3.0]
    metrics.gauge("feed_clients", "Feed connections.", lambda: level[0])
    metrics.queue(7)
    level[0] = 4.0
    found = samples(metrics)
    assert (found["kds_feed_clients",], found["kds_queue_depth",]) == (4.0, 7)


def test_refusals_are_counted_by_reason() -> None:
    metrics = Metrics()
    metrics.refused("malformed")
    assert samples(metrics)["kds_refusals_total", "malformed"] == 1


def test_a_bound_belongs_to_its_bucket() -> None:
    histogram = Histogram((1, 2))
    for value in (0.5, 1, 1.5, 2, 2.5):
        histogram.add(value)
    assert histogram.buckets() == [("1.0", 2), ("2.0", 4), ("+Inf", 5)]


def test_figures_by_a_label_are_read_when_somebody_asks_and_those_counted_elsewhere_come_after() -> None:
    metrics, behind = Metrics(), {"one": 3.0}
    metrics.labelled("lag", "Behind.", "follower", lambda: behind)
    aside = CounterMetricFamily("kds_aside", "Counted elsewhere.", value=7)
    assert 'kds_lag{follower="one"} 3.0' in metrics.exposition().decode()
    behind["two"] = 0.0
    text = metrics.exposition([aside]).decode()
    assert text.index('kds_lag{follower="two"} 0.0') < text.index("kds_aside_total 7.0")
    assert "kds_aside" not in metrics.exposition().decode()

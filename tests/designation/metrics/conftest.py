"""This process counts into a folder of the test's own, and the test reads what Prometheus would."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from designation.metrics import counters
from designation.metrics.server import application

Read = Callable[[], list[Sample]]


def samples_of(text: str) -> list[Sample]:
    """Return every sample in an answer."""
    return [sample for family in text_string_to_metric_families(text) for sample in family.samples]


def value(samples: list[Sample], name: str, **labels: str) -> float | None:
    """Return the value of one series, or None if there is none."""
    found = [one.value for one in samples if one.name == f"designation_{name}" and one.labels == labels]
    assert len(found) < 2
    return found[0] if found else None


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Count in this process, with METRICS_ADDRESS set."""
    settings.METRICS_ADDRESS, settings.METRICS_DIR = ("127.0.0.1", 9100), tmp_path / "metrics"
    counters.begin()
    yield settings.METRICS_DIR
    counters.end()


@pytest.fixture
def answer(folder: Path) -> Callable[[], str]:
    """Return what asks for the metrics as Prometheus does, and returns the text."""

    def ask() -> str:
        asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/metrics", "QUERY_STRING": ""}
        return b"".join(application(folder)(asked, lambda *_: None)).decode()

    return ask


@pytest.fixture
def read(answer: Callable[[], str]) -> Read:
    """Return what asks for the metrics and returns the samples."""
    return lambda: samples_of(answer())

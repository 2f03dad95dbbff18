"""Counters outlive the process that counted, and no restart adds files."""

import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector

ROOT = Path(__file__).resolve().parents[3]
COUNT = """
import sys
from pathlib import Path
from designation.metrics.counters import Counters
counters = Counters(Path(sys.argv[1]))
counters.steps.labels("m", "s").inc()
print(counters.slot.number(), flush=True)
sys.stdin.read()
"""
FORK = """
import os, sys
from pathlib import Path
from designation.metrics.counters import Counters
counters = Counters(Path(sys.argv[1]))
counters.steps.labels("m", "s").inc()
child = os.fork()
counters.steps.labels("m", "s").inc(10)
if child:
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
os._exit(0 if counters.slot.number() == 1 else 1)
"""


def counting(folder: Path) -> tuple["subprocess.Popen[str]", int]:
    """Start a process that counts one step and waits; return it with the number of its slot."""
    command = [sys.executable, "-c", COUNT, str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def kill(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()


def steps(folder: Path) -> float | None:
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(folder))
    return registry.get_sample_value("designation_steps_total", {"machine": "m", "step": "s"})


def test_a_process_continues_what_a_killed_one_counted(tmp_path: Path) -> None:
    for _ in range(2):
        process, slot = counting(tmp_path)
        assert slot == 0
        kill(process)
    assert steps(tmp_path) == 2
    assert len(list(tmp_path.glob("counter_*.db"))) == 1


def test_processes_that_count_at_the_same_time_have_slots_of_their_own(tmp_path: Path) -> None:
    first, one = counting(tmp_path)
    second, two = counting(tmp_path)
    assert (one, two) == (0, 1)
    kill(first)
    third, three = counting(tmp_path)
    assert three == 0
    kill(second)
    kill(third)
    assert steps(tmp_path) == 3


def test_a_forked_process_counts_in_a_slot_of_its_own(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", FORK, str(tmp_path)], cwd=ROOT, check=True)
    assert steps(tmp_path) == 21


def test_files_that_cannot_be_read_begin_anew(tmp_path: Path) -> None:
    (tmp_path / "counter_0.db").write_bytes(b"\xff\x00\x00\x00" * 100)
    kill(counting(tmp_path)[0])
    assert steps(tmp_path) == 1


def test_what_is_counted_goes_on_if_there_is_no_room_to_count(
    tmp_path: Path, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    from designation.metrics import counters

    (tmp_path / "file").touch()
    settings.METRICS_DIR = tmp_path / "file" / "folder"  # type: ignore[attr-defined]
    try:
        for _ in range(2):
            counters.note_request(method="GET", view="desk", status=200, seconds=0.1)
    finally:
        counters.end()
    said = [record.message for record in caplog.records if record.name == "designation.metrics.counters"]
    assert said == ["This process counts nothing for the metrics from now on."]

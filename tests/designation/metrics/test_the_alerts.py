"""The shipped alerts ask for metrics that exist, and each says what to do."""

import re
from pathlib import Path

from designation.demo.world import World
from tests.designation.metrics.conftest import Read
from workflow.ledger.seal import seal

DEPLOY = Path(__file__).resolve().parents[3] / "designation" / "deploy"


def test_each_alert_asks_for_a_metric_that_exists(read: Read, demo_world: World) -> None:
    seal()
    counted = {"designation_requests_total"}
    present = {sample.name for sample in read()} | counted
    text = (DEPLOY / "alerts.yml").read_text()
    asked = {
        name for line in re.findall(r"expr: (.+)", text) for name in re.findall(r"designation_\w+", line)
    }
    assert asked - present == set()
    assert len(asked) >= 8
    assert text.count("- alert:") == len(re.findall(r'action: ".+\."$', text, re.MULTILINE))

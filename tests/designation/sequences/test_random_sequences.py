"""Whatever people and the clock do, in whatever order: the product does what the plain model says, and no more.

These sequences are the same in every run. `make prove` runs others, for as long as it is told to.
"""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from designation import models
from designation.demonstration import World
from tests.designation.sequences.moves import NOT_WALKED, TABLES
from tests.designation.sequences.sequences import Sequences
from tests.designation.sequences.staging import STAGES, at_stage
from workflow.ledger.seal import seal
from workflow.steps import steps_of

EXAMPLES, LENGTH = 20, 8


@pytest.mark.parametrize("stage", STAGES)
def test_the_product_does_what_the_plain_model_says(demo_world: World, stage: str) -> None:
    acting = at_stage(demo_world, stage)
    seal(acting.plain.now)

    class AtThisStage(Sequences):
        begin = acting.copy

    run_state_machine_as_test(
        AtThisStage,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=LENGTH,
            derandomize=True,
            phases=[Phase.generate],
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("name", TABLES)
def test_the_plain_model_knows_every_step(name: str) -> None:
    known = {*TABLES[name], *NOT_WALKED.get(name, ())}
    assert known == set(steps_of(getattr(models, name)))

"""Whatever people and the clock do, in whatever order: the product does what the plain model says, and no more.

These sequences are the same in every run: four from each stage, or as many as the variable SEQUENCES says, and the
rounds of `make prove` that failed once. `make prove` runs others, for as long as it is told to.
"""

import os

import pytest
from hypothesis import settings

from designation import models
from designation.demo.world import World
from tests.designation.sequences.moves import NOT_WALKED, TABLES
from tests.designation.sequences.sequences import LONG, STEADY, run
from tests.designation.sequences.staging import STAGES, at_stage
from workflow.ledger.seal import seal
from workflow.steps import steps_of

FAILED_ONCE = [("determined", 108504299)]
"""Stage and seed of each round that found a fault, in the product or in the plain model."""

SHORT = settings(STEADY, max_examples=int(os.environ.get("SEQUENCES", "4")), stateful_step_count=14)


@pytest.mark.parametrize("stage", STAGES)
def test_the_product_does_what_the_plain_model_says(demo_world: World, stage: str) -> None:
    acting = at_stage(demo_world, stage)
    seal(acting.plain.now)
    run(acting.copy, SHORT)


@pytest.mark.parametrize(("stage", "seed"), FAILED_ONCE)
def test_a_round_that_failed_once_holds(demo_world: World, stage: str, seed: int) -> None:
    acting = at_stage(demo_world, stage)
    seal(acting.plain.now)
    run(acting.copy, LONG, seeded=seed)


@pytest.mark.parametrize("name", TABLES)
def test_the_plain_model_knows_every_step(name: str) -> None:
    known = {*TABLES[name], *NOT_WALKED.get(name, ())}
    assert known == set(steps_of(getattr(models, name)))

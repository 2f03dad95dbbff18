"""Whatever people and the clock do on the roster, in whatever order: the product does what the plain model says.

These sequences are the same in every run: three from each stage, or as many as the variable SEQUENCES says.
`make prove` runs others, for as long as it is told to.
"""

import os

import pytest
from hypothesis import settings

from designation import models
from designation.demo.world import World
from tests.designation.sequences.partners.moves import TABLES
from tests.designation.sequences.partners.sequences import run
from tests.designation.sequences.partners.staging import STAGES, at_stage
from tests.designation.sequences.sequences import STEADY
from workflow.ledger.seal import seal
from workflow.steps import steps_of

SHORT = settings(STEADY, max_examples=int(os.environ.get("SEQUENCES", "3")), stateful_step_count=14)


@pytest.mark.parametrize("stage", STAGES)
def test_the_product_does_what_the_plain_model_says(demo_world: World, stage: str) -> None:
    acting = at_stage(demo_world, stage)
    seal(acting.plain.now)
    run(acting.copy, SHORT)


LEFT_OUT = {"Partner": set(), "Selection": {"recuse", "recuse_developer"}}
"""Steps that the sequences do not take: tests of their own take them."""


@pytest.mark.parametrize("name", ["Partner", "Selection"])
def test_the_plain_model_knows_every_step(name: str) -> None:
    assert set(TABLES[name]) | LEFT_OUT[name] == set(steps_of(getattr(models, name)))

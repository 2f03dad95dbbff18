"""An open window with a shared report, its evaluator (eve), three officers in two agencies, and a case about her."""

import pytest

from designation.artifacts.models import Share
from designation.cases import actions
from designation.demo.world import World
from designation.models import Case
from designation.signals import canaries
from tests.designation.insider_risk.conftest import (  # noqa: F401 (fixtures)
    eve,
    opened,
    present,
    report,
    share,
)
from tests.designation.signals.reading import opens


@pytest.fixture
def case(present: World, share: Share) -> Case:  # noqa: F811 (fixtures)
    """A case that a rule opened: a hoarder who also touched a canary."""
    canaries.toggle(share.artifact, by=present.people["sam"], now=present.now)
    opens(present, share, 26)
    return Case.objects.get()


@pytest.fixture
def reported(present: World, share: Share) -> Case:  # noqa: F811 (fixtures)
    """A case that a reviewer's report opened."""
    return actions.report_concern(
        reporter=present.people["rosa"], address="eve@nsa.example", text="Odd questions.", now=present.now
    )

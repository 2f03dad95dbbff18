"""An open window with a shared report, its evaluator (eve), and three insider-risk officers in two agencies."""

import pytest

from tests.designation.insider_risk.conftest import (  # noqa: F401 (fixtures)
    eve,
    opened,
    present,
    report,
    share,
)

pytestmark = pytest.mark.usefixtures("renderer")

"""What the engine's tests stand on: the toy's directory, one lamp, and its keeper."""

import pytest


@pytest.fixture(autouse=True)
def _the_toys_directory(settings):
    """The toy says who is told what."""
    settings.WORKFLOW_DIRECTORY = "tests.workflow.toy.notices"


@pytest.fixture
def lamp(db):
    """A lamp that is off."""
    from tests.workflow.toy.making import new_lamp

    return new_lamp()


@pytest.fixture
def keeper(lamp):
    """The lamp's keeper."""
    from tests.workflow.toy.making import holder

    return holder(lamp)


@pytest.fixture
def switches(tmp_path, monkeypatch):
    """The folder of the switches outside the database."""
    folder = tmp_path / "switches"
    folder.mkdir()
    monkeypatch.setenv("SWITCHES", str(folder))
    return folder

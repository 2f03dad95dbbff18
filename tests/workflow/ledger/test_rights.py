"""The application's own login, which owns nothing, can seal and export, and can rewrite nothing."""

import os
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection

from tests.workflow.ledger.growing import add_entries, new_log
from workflow.ledger.export import export
from workflow.ledger.seal import seal
from workflow.ledger.verify import verify


@pytest.fixture
def _as_the_application(fresh_database):
    login = urlsplit(os.environ["DATABASE_URL"])
    call_command("grant_rights", login=login.username, verbosity=0)
    owner = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict |= {"USER": login.username, "PASSWORD": login.password or ""}
    yield
    connection.close()
    connection.settings_dict |= owner


@pytest.mark.usefixtures("_as_the_application")
def test_the_applications_login_seals_and_exports():
    log = new_log(2)
    assert seal().size == 16
    add_entries(log)
    assert seal().size == 32
    assert verify(export([log], may_open=lambda _: True, older_size=16)).logs[0].size == 3


@pytest.mark.usefixtures("_as_the_application")
@pytest.mark.parametrize(
    "table", ["entry", "registerleaf", "registernode", "checkpoint", "cosignature", "restoration"]
)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE", "UPDATE {} SET id = id"])
def test_the_applications_login_rewrites_nothing(table, statement):
    new_log()
    seal()
    column = "index = index" if table == "registerleaf" else "id = id"
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement.format(f"workflow_{table}").replace("id = id", column))

"""What operators and readers see of a restored register, in a real browser: accessible, and no wider than 320 px."""

from typing import Any

import pytest
from django.db import connections
from django.test import Client

from designation.models import Person
from designation.web import degraded
from tests.conftest import serving
from tests.designation.restoring.test_declaring import declare, refuse
from tests.proved import proved
from tests.screens import Screens

pytestmark = pytest.mark.browser


@pytest.mark.usefixtures("restored")
def test_before_and_after_the_declaration(browser: Any, screens: Screens) -> None:
    refuse()
    degraded.watch.look_again()
    client = Client()
    proved(client, Person.objects.get(email="olga@ood.example"))
    session = client.cookies["sessionid"].value
    connections.close_all()
    with serving() as address:
        context = browser.new_context(base_url=address)
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        for name, path in {"desk": "/", "operations": "/operations/"}.items():
            page.goto(path)
            page.get_by_text("No checkpoints are signed").first.wait_for()
            screens.look(page, f"register_refused_{name}")
        declare("--yes")
        page.goto("/ledger/checkpoints/")
        page.get_by_text("The disk of the database server failed.").wait_for()
        screens.look(page, "register_restored_checkpoints")
        context.close()

"""Asks for the page: `python -m tests.benchmarks.page.client ours|peer`."""

import sys

from tests.benchmarks.ours import set_up
from tests.benchmarks.pairs import serve

set_up()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from designation.models import Person, Request

if sys.argv[1] == "peer":
    settings.ROOT_URLCONF = "tests.benchmarks.page.bare"
request = Request.objects.get(model__codename="Juniper")
client = Client()
client.force_login(Person.objects.get(name="Rosa Keller"))
address = reverse("request", args=[request.number])


def step() -> None:
    """Ask for the page."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code


step()  # the first page of a session also renews it
with CaptureQueriesContext(connection) as caught:
    step()
serve(step, queries=len(caught))

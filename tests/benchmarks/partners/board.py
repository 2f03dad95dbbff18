"""Asks for the board of the one request in a database: `python -m tests.benchmarks.partners.board SIZE PERSON`."""

import sys

from tests.benchmarks.pairs import serve
from tests.benchmarks.partners import board_of, set_up

set_up(board_of(sys.argv[1]))

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from designation.models import Person, Request

client = Client()
client.force_login(Person.objects.get(email__startswith=f"{sys.argv[2]}@"))
address = reverse("board", args=[Request.objects.get().number])


def step() -> None:
    """Ask for the page."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code


step()  # the first page of a session also renews it
with CaptureQueriesContext(connection) as caught:
    step()
serve(step, queries=len(caught))

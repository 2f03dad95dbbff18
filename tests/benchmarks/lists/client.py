"""Asks for one page as one person: `python -m tests.benchmarks.lists.client SIZE PERSON PAGE DEPTH`."""

import sys

from tests.benchmarks.lists import name_of, set_up
from tests.benchmarks.pairs import serve

set_up(name_of(int(sys.argv[1])))

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from designation.models import Person, Request
from designation.web import paging
from workflow.models import Deadline


def middle(page: str) -> str:
    """Return the address of the page that begins in the middle of the list."""
    if page == "review_queue":
        rows = Deadline.objects.filter(machine=Request.machine(), state="running").order_by(
            "due_at", "subject_id"
        )
        by: tuple[str, ...] = ("due_at", "subject_id")
    else:
        rows, by = Request.objects.order_by("-created_at", "id"), ("-created_at", "id")
    return f"?after={paging._written(rows[rows.count() // 2], by)}"


person = Person.objects.get(name__startswith=sys.argv[2].capitalize())
client = Client()
client.force_login(person)
address = reverse(sys.argv[3]) + (middle(sys.argv[3]) if sys.argv[4] == "deep" else "")


def step() -> None:
    """Ask for the page."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code


step()  # the first page of a session also renews it
with CaptureQueriesContext(connection) as caught:
    step()
serve(step, queries=len(caught))

"""Asks for one page as one person: `python -m tests.benchmarks.lists.client SIZE PERSON PAGE DEPTH`."""

import sys

from tests.benchmarks.lists import name_of, set_up

set_up(name_of(int(sys.argv[1])))

from django.urls import reverse

from designation.models import Person, Request
from designation.web import paging
from tests.benchmarks.asking import serve_page
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


serve_page(
    Person.objects.get(name__startswith=sys.argv[2].capitalize()),
    reverse(sys.argv[3]) + (middle(sys.argv[3]) if sys.argv[4] == "deep" else ""),
)

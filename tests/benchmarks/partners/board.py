"""Asks for the board of the one request in a database: `python -m tests.benchmarks.partners.board SIZE PERSON`."""

import sys

from tests.benchmarks.partners import board_of, set_up

set_up(board_of(sys.argv[1]))

from django.urls import reverse

from designation.models import Person, Request
from tests.benchmarks.asking import serve_page

serve_page(
    Person.objects.get(email__startswith=f"{sys.argv[2]}@"),
    reverse("board", args=[Request.objects.get().number]),
)

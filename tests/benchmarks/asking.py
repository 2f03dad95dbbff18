"""Asks for pages of the site as one person, through Django's test client and by a host name that the site answers."""

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from designation.models import Person
from tests.benchmarks.pairs import serve
from tests.proved import proved


def signed_in(person: Person) -> Client:
    """Return a client with a session of the person's."""
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    proved(client, person)
    return client


def serve_page(person: Person, address: str) -> None:
    """Ask for the page as often as the benchmark wants, and say how many queries it takes."""
    client = signed_in(person)

    def step() -> None:
        """Ask for the page."""
        answer = client.get(address)
        assert answer.status_code == 200, answer.status_code

    step()  # the first page of a session also renews it
    with CaptureQueriesContext(connection) as caught:
        step()
    serve(step, queries=len(caught))

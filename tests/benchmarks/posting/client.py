"""Sends forms over one connection: `python -m tests.benchmarks.posting.client ours|peer PORT`."""

import secrets
import sys
import uuid
from http.client import HTTPConnection
from urllib.parse import urlencode

from tests.benchmarks.ours import set_up
from tests.benchmarks.pairs import serve

set_up()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection as database
from django.urls import reverse

from designation.models import Person, Request
from designation.sessions.store import SessionStore
from tests.benchmarks.posting.bare import MATTER, TABLES

OURS, PORT = sys.argv[1] == "ours", int(sys.argv[2])
person = Person.objects.get(name="Rosa Keller")
request = Request.objects.get(model__codename="Juniper")
session = SessionStore()
session[SESSION_KEY] = str(person.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = person.get_session_auth_hash()
session.create()
with database.cursor() as cursor:
    for statement in TABLES:
        cursor.execute(statement)
    cursor.execute("INSERT INTO bare_matter VALUES (%s, '', 0) ON CONFLICT DO NOTHING", [MATTER])
token = secrets.token_hex(16)
address = reverse("request_step", args=[request.number, "declare_interests"]) if OURS else "/bare/"
headers = {
    "Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={token}",
    "Content-Type": "application/x-www-form-urlencoded",
    "Origin": f"http://127.0.0.1:{PORT}",
}
web = HTTPConnection("127.0.0.1", PORT)


def step() -> None:
    """Send the form."""
    typed = {"csrfmiddlewaretoken": token, "reason": "Shares in a fund.", "key": str(uuid.uuid4())}
    web.request("POST", address, urlencode(typed), headers)
    answer = web.getresponse()
    answer.read()
    assert answer.status == 302, answer.status


serve(step)

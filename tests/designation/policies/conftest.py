"""A draft of policy, and signing it as a person does."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Policy
from designation.policies import actions as policies
from workflow import clock

EDIT = "/policies/2/edit/"


@pytest.fixture
def draft(demo_world: World) -> Policy:
    """Version 2 as a draft of Paul's, in effect from next week."""
    row = policies.draft(actor=demo_world.actor("paul"))
    later = clock.now() + timedelta(days=7)
    policies.save(row, actor=demo_world.actor("paul"), values={"question_rounds": 3}, effective_at=later)
    return row


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of a page's form."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def typed(answer: Any, **other: Any) -> dict[str, Any]:
    """Return what the browser would send back from the form of a page, with some fields typed anew."""
    form = answer.context["form"]
    sent = {name: form[name].value() for name in form.fields if name != "seen"}
    if not sent["new_variant_needs_request"]:
        del sent["new_variant_needs_request"]
    sent = {name: "" if value is None else value for name, value in sent.items()}
    return {**sent, "seen": answer.context["seen"], **other}


def sign(client: Client, number: int) -> str:
    """Sign a version as a person does: read the page, then send its form."""
    address = f"/policies/{number}/activate/"
    shown = client.get(address).content.decode()
    return str(client.post(address, hidden(shown), follow=True).content.decode())

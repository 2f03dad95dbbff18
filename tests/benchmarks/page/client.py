"""Asks for the page: `python -m tests.benchmarks.page.client ours|peer`."""

import sys

from tests.benchmarks.ours import set_up

set_up()

from django.conf import settings
from django.urls import reverse

from designation.models import Person, Request
from tests.benchmarks.asking import serve_page

if sys.argv[1] == "peer":
    settings.ROOT_URLCONF = "tests.benchmarks.page.bare"
request = Request.objects.get(model__codename="Juniper")
serve_page(Person.objects.get(name="Rosa Keller"), reverse("request", args=[request.number]))

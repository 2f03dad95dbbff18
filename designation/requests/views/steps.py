"""The steps of a request for its pages: what is due, what else is possible, and what is rare or final."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from designation.requests.matter import Matter
from designation.requests.views.consultations import consultations
from designation.web.step_links import Steps, is_due, steps_for

ASKING = ("ask_clarification", "request_information")
"""The steps that have a form of their own, on the page of the questions."""


def steps_of_request(matter: Matter) -> Steps:
    """Return the steps that the reader could take on the request."""
    number, request = matter.request.number, matter.request

    def url(name: str) -> str:
        if name in ASKING:
            return reverse("questions_ask", args=[number])
        return reverse("request_step", args=[number, name])

    found = Steps()
    found.add(steps_for(request, matter, url, also=ASKING), due=is_due(request, matter))
    found.due.sort(key=lambda step: step["name"] in ASKING)
    return found


def work_on(matter: Matter) -> tuple[Steps, list[dict[str, Any]]]:
    """Return the steps of the request and of its consultations, and the consultations, each with `asks_reader`.

    The answer of the reader's own office is what is due on the page.
    """
    steps, asked = steps_of_request(matter), consultations(matter)
    for item in asked:
        item["asks_reader"] = bool(item["steps"])
        steps.add(item.pop("steps"), due=True)
    return steps, asked

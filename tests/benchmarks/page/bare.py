"""The bare page: the rows of one request through the plain ORM, printed in tables inside the site's frame."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from designation.models import Consultation, Party, Request
from workflow.models import Deadline, Entry, Personal

PAGE = engines["django"].from_string("""
{% extends "base.html" %}{% load instants %}
{% block content %}
<h1>Request {{ row.number }} “{{ row.model.codename }}”</h1>
<table class="usa-table"><tbody>
{% for label, value in facts %}<tr><th scope="row">{{ label }}</th><td>{{ value }}</td></tr>{% endfor %}
</tbody></table>
<table class="usa-table"><tbody>{% for clock in clocks %}
<tr><th scope="row">{{ clock.kind }}</th><td>{{ clock.due_at|instant }}</td><td>{{ clock.state }}</td></tr>
{% endfor %}</tbody></table>
<table class="usa-table"><tbody>{% for entry in entries %}
<tr><td>{{ entry.index }}</td><td>{{ entry.at|instant }}</td><td>{{ entry.who }}</td><td>{{ entry.event }}</td>
<td>{{ entry.target }}</td></tr>
{% endfor %}</tbody></table>
<table class="usa-table"><tbody>{% for consultation in consultations %}
<tr><th scope="row">{{ consultation.office.name }}, {{ consultation.office.organization.short_name }}</th>
<td>{{ consultation.get_state_display }}</td><td>{{ consultation.answer }}</td></tr>
{% endfor %}</tbody></table>
<table class="usa-table"><tbody>{% for party in parties %}
<tr><th scope="row">{{ party.person.name }}</th><td>{{ party.roles|join:", " }}</td></tr>
{% endfor %}</tbody></table>
{% endblock %}
""")


@login_required
def bare(http: HttpRequest, number: str) -> HttpResponse:
    """Show the rows of a request."""
    row = Request.objects.select_related("model__developer", "policy", "lead", "recommended_by").get(
        number=number
    )
    entries = list(Entry.objects.filter(log=row.log_id).order_by("-index")[:12])
    shown = Personal.objects.filter(
        log=row.log_id, name="actor_name", index__in=[one.index for one in entries]
    )
    names = {one.index: one.value for one in shown}
    for entry in entries:
        entry.who = names.get(entry.index, "The clock")
    parties = Party.objects.filter(matter=row.log_id, side="government").select_related("person")
    asked = Consultation.objects.filter(request=row).select_related("office__organization", "answered_by")
    context = {
        "row": row,
        "heading": f"Request {row.number}",
        "facts": [
            ("State", row.get_state_display()),
            ("Developer", row.model.developer.name),
            ("Policy", f"Version {row.policy.number}"),
            ("Submitted", row.submitted_at),
            ("Lead reviewer", row.lead.name),
        ],
        "entries": entries,
        "clocks": list(
            Deadline.objects.filter(log=row.log_id, state__in=["running", "paused"]).order_by("due_at")
        ),
        "consultations": list(asked.order_by("office__name")),
        "parties": list(parties.order_by("person__name")),
    }
    return HttpResponse(PAGE.render(context, http))


urlpatterns = [path("requests/<str:number>/", bare), path("", include("designation.config.urls"))]

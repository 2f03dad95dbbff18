"""The bare POST: a form, one locked update, its audit row and a redirect, behind the site's own middleware."""

import uuid

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path

TABLES = (
    "CREATE TABLE IF NOT EXISTS bare_matter (id uuid PRIMARY KEY, note text NOT NULL, version bigint NOT NULL)",
    "CREATE TABLE IF NOT EXISTS bare_audit (id bigserial PRIMARY KEY, matter uuid NOT NULL, person uuid NOT NULL, "
    "at timestamptz NOT NULL DEFAULT now(), body jsonb NOT NULL)",
)
MATTER = uuid.UUID(int=1)


class Reason(forms.Form):
    """What the step asks for."""

    reason = forms.CharField(max_length=4000, widget=forms.Textarea)


@login_required
def bare(http: HttpRequest) -> HttpResponse:
    """Take the form in."""
    form = Reason(http.POST)
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=409)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT version FROM bare_matter WHERE id = %s FOR UPDATE", [MATTER])
        cursor.execute(
            "UPDATE bare_matter SET note = %s, version = version + 1 WHERE id = %s",
            [form.cleaned_data["reason"], MATTER],
        )
        cursor.execute(
            "INSERT INTO bare_audit (matter, person, body) VALUES (%s, %s, jsonb_build_object('reason', %s::text))",
            [MATTER, http.user.pk, form.cleaned_data["reason"]],
        )
    return redirect("/about/")


urlpatterns = [path("bare/", bare), path("", include("designation.config.urls"))]

"""What one person finds: every address of the site that can hold anything of partners, and every mail to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from designation.models import Partner, Person, Selection, Window
from designation.web.access import Rule
from designation.web.actor import PROVED_AT, PROVED_BY
from tests.designation.partners.seeing.site import NOMINATED, SELECTIONS, Site
from workflow import clock
from workflow.models import Entry
from workflow.steps import steps_of

MARK = re.compile(rf"mk({'|'.join([*NOMINATED, *SELECTIONS])})q([a-z]+)", re.IGNORECASE)
NUMBER = re.compile(r"\b(?:TP|EA)-[A-Z0-9-]+")
LINK = re.compile(r'href="(/[^"?#]*)')
LAST = 1
"""So many entries of each record are read one by one; the lists and the bundles have all of them."""
STEPS = {
    "release": "move_release_later",
    "grant_step": "end",
    "grant_take_back": "end",
    "model_step": "add_variant",
}
OF_EACH_ACCOUNT = {"organization", "person"}
"""Pages that are asked for of every organization. The others are asked for of one partner and of the developer."""
CHANGES = {"account_logout", "jobs_run_again", "demo_mail", "demo_clock"}
"""Pages that only change something, or that only a demonstration has."""
NOTHING_OF_PARTNERS = {
    *("policy", "policy_edit", "policy_step", "policy_take_back", "tile", "invitation_open"),
    *("account_reset_password_from_key", "job_run_again", "attestation", "consultation_step"),
    *("question_answer", "upload", "artifact", "artifact_progress", "artifact_share", "artifact_step"),
    *("artifact_take_back", "artifact_certificate", "artifact_certificate_file", "agreement"),
    *("agreement_file", "agreement_step", "share_read", "share_page", "share_text", "share_download"),
    *("share_standing", "credential_show", "credential_replace", "credential_step", "window_agreement"),
    *("window_agreement_file", "directory_entry", "directory_entry_edit", "partner_nominate_entry"),
    *("directory_import", "directory_import_progress", "directory_import_columns"),
    *("directory_import_decide", "directory_import_problems", "directory_import_step"),
    *("closure", "closure_step", "closure_take_back", "directory_entry_restore", "directory_entry_remove"),
    *("suspend_person", "suspend_organization", "suspend_artifact", "suspend_person_place"),
    *("suspend_organization_place", "suspend_artifact_place", "suspension", "suspension_step"),
    *("break_glass", "break_glass_step", "break_glass_take_back"),
    *("suspension_take_back", "factor_reset", "factor_reset_step", "factor_reset_take_back"),
    *("eligibility_record", "eligibility_step", "person_eligibility"),
    *("appointment", "role_step", "role_delegate", "invitation_send", "invitation_revoke"),
    *("case", "case_step", "case_take_back", "case_timeline", "case_artifact", "case_export", "case_open"),
    "canary_mark",
}
"""Pages of one thing that this site does not have: documents, policies, imports, single roles."""


def patterns() -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the name, the arguments and the rule of every address."""

    def under(resolver: URLResolver, namespace: str, given: dict[str, Any]) -> Iterator[Any]:
        for one in resolver.url_patterns:
            known = {**given, **one.pattern.converters}
            if isinstance(one, URLPattern):
                yield f"{namespace}{one.name}", known, one.callback.access.rule
            else:
                yield from under(one, f"{namespace}{one.namespace}:" if one.namespace else namespace, known)

    yield from under(get_resolver(), "", {})


def addresses(site: Site) -> Iterator[tuple[str, str, Any]]:
    """Yield the name of each address, the address, and the partner or selection that it is about, if it is of one.

    Of the pages of steps there is one of each name; `pages_below` yields those to which an open page leads.
    """
    for name, given, rule in patterns():
        short = name.rpartition(":")[2]
        if short not in CHANGES | NOTHING_OF_PARTNERS:
            for arguments, subject in _arguments(site, short, rule, tuple(given)):
                yield short, reverse(name, kwargs=arguments), subject


def pages_below(address: str, text: str) -> set[str]:
    """Return the addresses below its own to which a page leads."""
    return {link for link in LINK.findall(text) if link.startswith(address) and link != address}


def steps_of_all(subject: Any, address: str) -> Iterator[str]:
    """Yield the addresses of the pages of every step of a partner or a selection."""
    for step in steps_of(type(subject)):
        yield f"{address}steps/{step}/"


def _arguments(site: Site, name: str, rule: str, given: tuple[str, ...]) -> Iterator[Any]:
    if name == "partner_answer" or (given and rule == Rule.SIGNED_IN):
        return  # what is addressed there is the reader's own
    if not given:
        yield {}, None
        return
    kinds: dict[str, list[Any]] = {
        "window": site.windows,
        "request": list(site.requests.values()),
        "selection": list(site.selections.values()),
        "partner": list(site.partners.values()),
        "model": [one.model for one in site.requests.values()],
        "organization": [site.partners["own"].organization, site.world.organizations["developer"]],
    }
    rows = kinds[rule][:1] if "step" in given else kinds[rule]
    if name in OF_EACH_ACCOUNT:
        rows = [*rows, *(one.organization for one in list(site.partners.values())[1:] if one.organization)]
    for row in rows:
        choices = [list(_choices(site, name, argument, row)) for argument in given]
        for chosen in product(*choices):
            about = row if isinstance(row, Partner | Selection) else None
            yield dict(zip(given, chosen, strict=True)), about


def _choices(site: Site, page: str, argument: str, row: Any) -> Iterator[Any]:
    own = {
        "number": "number",
        "window": "number",
        "log_id": "log_id",
        "organization_id": "pk",
        "model_id": "pk",
    }
    if isinstance(row, Window) and argument == "number":
        yield row.request.number
    elif argument in own:
        yield getattr(row, own[argument])
    elif argument == "step":
        yield STEPS.get(page) or next(name for name, step in steps_of(type(row)).items() if not step.hidden)
    elif argument == "grant":
        yield from row.grants.values_list("pk", flat=True)
    elif argument == "index":
        last = Entry.objects.filter(log=row.log_id).order_by("-index").values_list("index", flat=True)
        yield from last[:LAST]
    elif argument == "person_id":
        people = Person.objects.filter(office__organization=row).order_by("pk")
        yield from people.values_list("pk", flat=True)[:1]
    elif argument in ("version", "name"):
        yield {"version": 1, "name": "entity"}[argument]
    else:
        raise LookupError(f"{page} wants {argument}, which this test does not know.")


def browser(site: Site, key: str) -> Client:
    """Return a browser in which a person of the world is signed in, or nobody."""
    client = Client()
    if key:
        client.force_login(site.world.people[key])
        session = client.session
        session[PROVED_AT] = clock.now().isoformat()
        session[PROVED_BY] = "password"
        session.save()
    return client


def marks_in(text: str) -> set[str]:
    """Return the marks and the numbers of partners and selections in a text."""
    return {f"{whose}.{what}".lower() for whose, what in MARK.findall(text)} | set(NUMBER.findall(text))


def text_of(response: Any) -> str:
    """Return what a page says, without what the reader asked for. Numbers in the address say nothing new."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return str(body.decode("utf-8", "replace"))

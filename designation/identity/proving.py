"""The page on which a person proves who they are before content opens or leaves, and then goes on."""

from __future__ import annotations

from django import forms
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from designation.web.access import signed_in
from designation.web.action_page import ActionPage, action_page
from designation.web.actor import actor_of
from designation.web.proofs import Proof, ways_of
from designation.web.reader import Reader
from workflow import clock

WHY = "Content opens, and files leave, only for somebody who lately proved who they are. Then you go on where you were."


@signed_in
def prove(http: HttpRequest) -> HttpResponse:
    """Ask for a proof of who the person is. Then go on to `?next=`, a page of this site, or to the desk."""
    asked = http.POST.get(REDIRECT_FIELD_NAME) or http.GET.get(REDIRECT_FIELD_NAME, "")
    is_ours = url_has_allowed_host_and_scheme(asked, {http.get_host()}, http.is_secure())
    target = asked if is_ours else "desk"
    reader = Reader()
    reader.actor, reader.now = actor_of(http), clock.now()
    proof = Proof(ways_of(http.user, reader.now))
    form = forms.Form(http.POST if http.method == "POST" else None)
    proof.add_to(form)
    page = ActionPage(
        heading="Prove that it is you",
        button="Go on",
        back=reverse("desk"),
        act=lambda: proof.check(http, reader, form),
        on_success=lambda _made: redirect(target),
        form=form,
        proof=proof,
        hidden={REDIRECT_FIELD_NAME: asked if is_ours else ""},
        gentle=True,
        context={**reader.context(""), "state": None, "about": WHY},
    )
    return action_page(http, page)

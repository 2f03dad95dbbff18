"""The public page on how to check a record independently. It needs no sign-in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from designation.web.access import public


@public
@require_safe
def verify_help(request: HttpRequest) -> HttpResponse:
    """Explain how anyone can check an evidence bundle without relying on this site."""
    register = f"{settings.SITE_URL}{reverse('register:checkpoint').removesuffix('/checkpoint')}"
    return render(
        request, "record/verify.html", {"heading": "How to check our records", "register_url": register}
    )

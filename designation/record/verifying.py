"""How anybody checks a record without us: for everybody, signed in or not."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe


@require_safe
def verify_help(request: HttpRequest) -> HttpResponse:
    """Say how anybody checks an evidence bundle without us."""
    register = f"{settings.SITE_URL}{reverse('register:checkpoint').removesuffix('/checkpoint')}"
    return render(
        request, "record/verify.html", {"heading": "How to check our records", "register_url": register}
    )

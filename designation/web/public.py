"""Pages for everybody, signed in or not: what the framework is and is not, and how to check its records."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what this is and what it is not (Executive Order 14409, section 3)."""
    return render(request, "web/about.html", {"heading": "What this is and is not"})


@require_safe
def verify_help(request: HttpRequest) -> HttpResponse:
    """Say how anybody checks an evidence bundle without us."""
    register = f"{settings.SITE_URL}{reverse('register:checkpoint').removesuffix('/checkpoint')}"
    return render(
        request, "record/verify.html", {"heading": "How to check our records", "register_url": register}
    )

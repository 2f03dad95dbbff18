"""The page that says what the framework is and is not. It is open to everyone, signed in or not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from designation.web.access import public


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show what the framework is and is not (Executive Order 14409, section 3)."""
    return render(request, "web/about.html", {"heading": "What this is and is not"})

"""Counts requests for the metrics."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from designation.metrics import counters


class CountRequests:
    """Middleware that counts every request with its view, its status and how long the response took to begin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.METRICS_ADDRESS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, and count it."""
        began = perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        counters.note_request(
            method=request.method or "",
            view=match.view_name if match else "",
            status=response.status_code,
            seconds=perf_counter() - began,
        )
        return response

"""Addresses: one line per part of the site; each part names its own pages."""

from django.urls import include, path

from designation.web import health

handler500 = "designation.web.away.server_error"

urlpatterns = [
    path("healthz", health.lives, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("accounts/", include("designation.identity.accounts")),
    path("register/", include("workflow.ledger.http")),
    path("", include("designation.web.urls")),
]

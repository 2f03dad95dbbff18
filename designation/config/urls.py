"""URLs of the site: those that each package declares, and a few that belong to no package."""

from django.urls import include, path

from designation import declarations
from designation.web import about, health

handler500 = "designation.web.away.server_error"

urlpatterns = [
    path("healthz", health.lives, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("register/", include("workflow.ledger.http")),
    path("about/", about.about, name="about"),
    *declarations.listed("urls", "urlpatterns"),
    path("", include("designation.demo.urls")),
]

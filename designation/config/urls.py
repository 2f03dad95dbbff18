"""URLs of the site: those that each package declares, and a few that belong to no package."""

from django.urls import include, path

from designation import declarations
from designation.web import about, health
from designation.web.access import all_public
from workflow.ledger import http as register

handler500 = "designation.web.away.server_error"

urlpatterns = [
    path("healthz", health.lives, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("register/", include((all_public(register.urlpatterns), register.app_name))),
    path("about/", about.about, name="about"),
    *declarations.listed("urls", "urlpatterns"),
    path("", include("designation.demo.urls")),
]

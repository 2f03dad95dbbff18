"""The pages of the framework, grouped by concept."""

from django.urls import include, path

from designation.web import public

urlpatterns = [
    path("about/", public.about, name="about"),
    path("ledger/", public.verify_help, name="verify_help"),
    path("people/", include("designation.web.people")),
    path("invitation/", include("designation.web.invitations")),
]

"""The pages of the framework, grouped by concept."""

from django.urls import include, path

from designation.people.views import invitations
from designation.policies.views import versions as policies
from designation.record import witnesses
from designation.requests.views import review
from designation.web import public

urlpatterns = [
    path("", include("designation.desk.views")),
    path("requests/", include("designation.requests.views.beginning")),
    path("requests/", include("designation.requests.views.requests")),
    path("requests/", include("designation.requests.views.overview")),
    path("requests/", include("designation.requests.views.consultations")),
    path("requests/", include("designation.requests.views.application")),
    path("requests/", include("designation.requests.views.questions")),
    path("requests/", include("designation.windows.views.windows")),
    path("requests/", include("designation.windows.views.terms")),
    path("requests/", include("designation.windows.views.evaluators")),
    path("requests/", include("designation.windows.views.release")),
    path("requests/", include("designation.requests.views.review")),
    path("requests/", include("designation.record.views")),
    path("requests/", include(policies.under_requests)),
    path("policies/", include(policies.urlpatterns)),
    path("operations/", include("designation.operations.views")),
    path("demonstration/", include("designation.demo.views")),
    path("models/", include("designation.frontier_models.views")),
    path("review/", review.queue, name="review_queue"),
    path("about/", public.about, name="about"),
    path("ledger/checkpoints/", witnesses.checkpoints, name="checkpoints"),
    path("ledger/", public.verify_help, name="verify_help"),
    path("people/", include("designation.people.views.organizations")),
    path("people/", include("designation.people.views.people")),
    path("people/", include("designation.people.views.appointing")),
    path("people/", include("designation.people.views.appointments")),
    path("people/", include(invitations.of_organizations)),
    path("people/", include("designation.people.views.people_import")),
    path("invitation/", include("designation.people.views.invitations")),
]

"""The pages of the framework, grouped by concept."""

from django.urls import include, path

from designation.web import invitations, policies, public, review, witnesses

urlpatterns = [
    path("", include("designation.web.desk")),
    path("requests/", include("designation.web.beginning")),
    path("requests/", include("designation.web.requests")),
    path("requests/", include("designation.web.overview")),
    path("requests/", include("designation.web.consultations")),
    path("requests/", include("designation.web.application")),
    path("requests/", include("designation.web.questions")),
    path("requests/", include("designation.web.windows")),
    path("requests/", include("designation.web.terms")),
    path("requests/", include("designation.web.evaluators")),
    path("requests/", include("designation.web.release")),
    path("requests/", include("designation.web.review")),
    path("requests/", include("designation.web.record")),
    path("requests/", include(policies.under_requests)),
    path("policies/", include(policies.urlpatterns)),
    path("operations/", include("designation.web.operations")),
    path("demonstration/", include("designation.web.demonstration")),
    path("models/", include("designation.web.models")),
    path("review/", review.queue, name="review_queue"),
    path("about/", public.about, name="about"),
    path("ledger/checkpoints/", witnesses.checkpoints, name="checkpoints"),
    path("ledger/", public.verify_help, name="verify_help"),
    path("people/", include("designation.web.organizations")),
    path("people/", include("designation.web.people")),
    path("people/", include("designation.web.appointing")),
    path("people/", include("designation.web.appointments")),
    path("people/", include(invitations.of_organizations)),
    path("people/", include("designation.web.people_import")),
    path("invitation/", include("designation.web.invitations")),
]

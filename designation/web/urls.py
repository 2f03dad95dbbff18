"""The pages of the framework, grouped by concept."""

from django.urls import include, path

from designation.web import public, review

urlpatterns = [
    path("", include("designation.web.desk")),
    path("requests/", include("designation.web.requests")),
    path("requests/", include("designation.web.application")),
    path("requests/", include("designation.web.questions")),
    path("requests/", include("designation.web.windows")),
    path("requests/", include("designation.web.release")),
    path("requests/", include("designation.web.review")),
    path("requests/", include("designation.web.record")),
    path("review/", review.queue, name="review_queue"),
    path("about/", public.about, name="about"),
    path("ledger/", public.verify_help, name="verify_help"),
    path("people/", include("designation.web.people")),
    path("invitation/", include("designation.web.invitations")),
]

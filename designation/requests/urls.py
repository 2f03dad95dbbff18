"""URL patterns for the pages of requests."""

from django.urls import path

from designation.requests.views import (
    application,
    beginning,
    consultations,
    overview,
    policy,
    questions,
    requests,
    review,
)

urlpatterns = [
    path("requests/begin/", beginning.begin, name="request_begin"),
    path("requests/<str:number>/again/", beginning.file_again, name="request_again"),
    path("requests/", requests.request_list, name="requests"),
    path("requests/<str:number>/steps/<str:step>/", requests.request_step, name="request_step"),
    path(
        "requests/<str:number>/steps/<str:step>/take-back/",
        requests.request_take_back,
        name="request_take_back",
    ),
    path("requests/<str:number>/", overview.overview, name="request"),
    path("requests/<str:number>/recent/", overview.recent, name="request_recent"),
    path(
        "requests/<str:number>/consultations/<uuid:consultation>/<str:step>/",
        consultations.consultation_step,
        name="consultation_step",
    ),
    path("requests/<str:number>/application/", application.whole, name="application"),
    path("requests/<str:number>/application/<str:name>/", application.section, name="application_section"),
    path("requests/<str:number>/questions/", questions.questions, name="questions"),
    path("requests/<str:number>/questions/ask/", questions.ask, name="questions_ask"),
    path("requests/<str:number>/questions/<uuid:question>/", questions.answer, name="question_answer"),
    path("requests/<str:number>/review/", review.workspace, name="review"),
    path("requests/<str:number>/policy/", policy.request_policy, name="request_policy"),
    path("review/", review.queue, name="review_queue"),
]

"""URL patterns for insider risk: the officers' desk, cases, canaries, and the pages of everybody."""

from django.urls import path

from designation.cases.views import canaries, cases, desk, own

urlpatterns = [
    path("insider-risk/", desk.insider_risk, name="insider_risk"),
    path("insider-risk/what-is-watched/", own.what_is_watched, name="what_is_watched"),
    path("insider-risk/report/", own.report_concern, name="report_concern"),
    path("insider-risk/yours/", own.own_cases, name="own_cases"),
    path("insider-risk/yours/<str:number>/challenge/", own.own_case_challenge, name="own_case_challenge"),
    path("insider-risk/reviews/", own.access_reviews, name="access_reviews"),
    path("insider-risk/canaries/", canaries.canary_list, name="canaries"),
    path("insider-risk/canaries/<uuid:artifact_id>/", canaries.canary_mark, name="canary_mark"),
    path("insider-risk/signals/<uuid:signal>/open/", desk.case_open, name="case_open"),
    path("insider-risk/cases/<str:number>/", cases.case_page, name="case"),
    path("insider-risk/cases/<str:number>/timeline/", cases.case_timeline, name="case_timeline"),
    path(
        "insider-risk/cases/<str:number>/artifacts/<uuid:artifact_id>/",
        cases.case_artifact,
        name="case_artifact",
    ),
    path("insider-risk/cases/<str:number>/evidence/", cases.case_export, name="case_export"),
    path("insider-risk/cases/<str:number>/steps/<str:step>/", cases.case_step, name="case_step"),
    path(
        "insider-risk/cases/<str:number>/steps/<str:step>/take-back/",
        cases.case_take_back,
        name="case_take_back",
    ),
]

"""URLs of the pages about eligibility."""

from django.urls import path

from designation.eligibility.views import own, people, records, window

urlpatterns = [
    path("eligibility/", records.eligibility, name="eligibility"),
    path("eligibility/enter/", records.enter, name="eligibility_enter"),
    path("eligibility/mine/", own.own_eligibility, name="own_eligibility"),
    path("eligibility/people/<uuid:person_id>/", people.person_eligibility, name="person_eligibility"),
    path("eligibility/records/<str:number>/", records.record, name="eligibility_record"),
    path("eligibility/records/<str:number>/<slug:step>/", records.record_step, name="eligibility_step"),
    path(
        "requests/<str:number>/windows/<int:window>/who-could-read/",
        window.who_could_read,
        name="who_could_read",
    ),
]

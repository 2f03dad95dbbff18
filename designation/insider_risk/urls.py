"""URL patterns for suspensions: the list, placing one, and the page of one."""

from django.urls import path

from designation.insider_risk.views import own, placing, suspensions

urlpatterns = [
    path("suspensions/", suspensions.suspension_list, name="suspensions"),
    path("suspensions/yours/", own.own_suspension, name="own_suspension"),
    path("suspensions/find/", placing.find, name="suspend_find"),
    path("suspensions/person/<uuid:person>/", placing.choose_for_person, name="suspend_person"),
    path("suspensions/person/<uuid:person>/everywhere/", placing.place_person, name="suspend_person_place"),
    path(
        "suspensions/organization/<uuid:organization>/",
        placing.choose_for_organization,
        name="suspend_organization",
    ),
    path(
        "suspensions/organization/<uuid:organization>/everywhere/",
        placing.place_organization,
        name="suspend_organization_place",
    ),
    path("suspensions/artifact/<uuid:artifact_id>/", placing.choose_for_artifact, name="suspend_artifact"),
    path(
        "suspensions/artifact/<uuid:artifact_id>/everywhere/",
        placing.place_artifact,
        name="suspend_artifact_place",
    ),
    path("suspensions/<str:number>/", suspensions.suspension_page, name="suspension"),
    path("suspensions/<str:number>/steps/<str:step>/", suspensions.suspension_step, name="suspension_step"),
    path(
        "suspensions/<str:number>/steps/<str:step>/take-back/",
        suspensions.suspension_take_back,
        name="suspension_take_back",
    ),
    path(
        "requests/<str:number>/windows/<int:window>/suspend/",
        placing.choose_in_window,
        name="suspend_in_window",
    ),
]

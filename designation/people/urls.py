"""URLs of the pages about people."""

from django.urls import path

from designation.people.views import (
    appointing,
    appointments,
    invitations,
    organizations,
    people,
    people_import,
)

urlpatterns = [
    path("people/", organizations.organization_list, name="organizations"),
    path("people/register/", organizations.organization_add, name="organization_add"),
    path("people/<uuid:organization_id>/", organizations.organization, name="organization"),
    path("people/<uuid:organization_id>/close/", organizations.organization_close, name="organization_close"),
    path("people/<uuid:organization_id>/offices/add/", organizations.office_add, name="office_add"),
    path("people/<uuid:organization_id>/people/<uuid:person_id>/", people.person, name="person"),
    path(
        "people/<uuid:organization_id>/people/<uuid:person_id>/close/",
        people.account_close,
        name="account_close",
    ),
    path(
        "people/<uuid:organization_id>/people/<uuid:person_id>/sign-out/",
        people.account_sign_out,
        name="account_sign_out",
    ),
    path(
        "people/<uuid:organization_id>/people/<uuid:person_id>/reopen/",
        people.account_reopen,
        name="account_reopen",
    ),
    path(
        "people/<uuid:organization_id>/people/<uuid:person_id>/roles/add/",
        appointing.role_add,
        name="role_add",
    ),
    path(
        "people/<uuid:organization_id>/roles/<uuid:appointment_id>/delegate/",
        appointing.role_delegate,
        name="role_delegate",
    ),
    path(
        "people/<uuid:organization_id>/roles/<uuid:appointment_id>/",
        appointments.appointment,
        name="appointment",
    ),
    path(
        "people/<uuid:organization_id>/roles/<uuid:appointment_id>/<slug:step>/",
        appointments.role_step,
        name="role_step",
    ),
    path("people/<uuid:organization_id>/invitations/", invitations.invitation_list, name="invitations"),
    path("people/<uuid:organization_id>/invitations/add/", invitations.invite, name="invite"),
    path(
        "people/<uuid:organization_id>/invitations/<uuid:invitation_id>/send/",
        invitations.send,
        name="invitation_send",
    ),
    path(
        "people/<uuid:organization_id>/invitations/<uuid:invitation_id>/revoke/",
        invitations.revoke,
        name="invitation_revoke",
    ),
    path("people/<uuid:organization_id>/import/", people_import.import_page, name="people_import"),
    path("invitation/", invitations.accept, name="invitation_accept"),
    path("invitation/<str:token>/", invitations.open_link, name="invitation_open"),
]

"""URLs of a person's sessions."""

from django.urls import path

from designation.sessions import views

urlpatterns = [
    path("accounts/sessions/", views.session_list, name="sessions"),
    path("accounts/sessions/end-others/", views.session_end_others, name="session_end_others"),
    path("accounts/sessions/<uuid:public_id>/end/", views.session_end, name="session_end"),
    path("accounts/session/", views.session_state, name="session_state"),
    path("accounts/session/stay/", views.session_stay, name="session_stay"),
    path("accounts/session/sign-in-again/", views.session_anew, name="session_anew"),
    path("accounts/session/back/", views.session_back, name="session_back"),
]

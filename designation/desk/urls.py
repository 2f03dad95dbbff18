"""URL patterns for the desk and the checklist."""

from django.urls import path

from designation.desk import views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("checklist/", views.checklist_page, name="checklist"),
]

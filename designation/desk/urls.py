"""URL pattern for the desk."""

from django.urls import path

from designation.desk import views

urlpatterns = [
    path("", views.desk, name="desk"),
]

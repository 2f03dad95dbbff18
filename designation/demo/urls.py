"""URL patterns for the demonstration pages."""

from django.urls import path

from designation.demo import views

urlpatterns = [
    path("demonstration/", views.demo_front, name="demo_front"),
    path("demonstration/tasks/", views.demo_tasks, name="demo_tasks"),
    path("demonstration/sign-in/", views.demo_sign_in, name="demo_sign_in"),
    path("demonstration/mail/", views.demo_mail, name="demo_mail"),
    path("demonstration/clock/", views.demo_clock, name="demo_clock"),
]

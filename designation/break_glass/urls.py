"""URL patterns for emergency access: asking for it, the page of one, and its steps."""

from django.urls import path

from designation.break_glass.views import asking, pages

WINDOW = "requests/<str:number>/windows/<int:window>/emergency/"
ACCESS = f"{WINDOW}<uuid:access>/"

urlpatterns = [
    path(f"{WINDOW}ask/", asking.break_glass_ask, name="break_glass_ask"),
    path(ACCESS, pages.break_glass, name="break_glass"),
    path(f"{ACCESS}steps/<str:step>/", pages.break_glass_step, name="break_glass_step"),
    path(
        f"{ACCESS}steps/<str:step>/take-back/",
        pages.break_glass_take_back,
        name="break_glass_take_back",
    ),
]

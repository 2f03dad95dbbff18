"""URL patterns for the pages of windows."""

from django.urls import path

from designation.windows.views import evaluators, release, terms, windows

urlpatterns = [
    path("windows/", windows.my_windows, name="my_windows"),
    path("requests/<str:number>/windows/", windows.window_list, name="windows"),
    path("requests/<str:number>/windows/begin/", windows.window_begin, name="window_begin"),
    path("requests/<str:number>/windows/<int:window>/", windows.window_page, name="window"),
    path(
        "requests/<str:number>/windows/<int:window>/steps/<str:step>/",
        windows.window_step,
        name="window_step",
    ),
    path(
        "requests/<str:number>/windows/<int:window>/steps/<str:step>/take-back/",
        windows.window_take_back,
        name="window_take_back",
    ),
    path(
        "requests/<str:number>/windows/<int:window>/terms/who-signs/",
        terms.window_who_signs,
        name="window_who_signs",
    ),
    path("requests/<str:number>/windows/<int:window>/terms/", terms.window_terms, name="window_terms"),
    path(
        "requests/<str:number>/windows/<int:window>/terms/<int:version>/",
        terms.window_compare,
        name="window_compare",
    ),
    path(
        "requests/<str:number>/windows/<int:window>/evaluators/",
        evaluators.evaluator_name,
        name="evaluator_name",
    ),
    path(
        "requests/<str:number>/windows/<int:window>/evaluators/<uuid:grant>/<str:step>/",
        evaluators.grant_step,
        name="grant_step",
    ),
    path(
        "requests/<str:number>/windows/<int:window>/evaluators/<uuid:grant>/<str:step>/take-back/",
        evaluators.grant_take_back,
        name="grant_take_back",
    ),
    path("requests/<str:number>/release/<str:step>/", release.release, name="release"),
]

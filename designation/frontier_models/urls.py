"""URLs of the pages about models."""

from django.urls import path

from designation.frontier_models import views

urlpatterns = [
    path("models/", views.model_list, name="models"),
    path("models/<uuid:model_id>/", views.model_page, name="model"),
    path("models/<uuid:model_id>/steps/<str:step>/", views.model_step, name="model_step"),
]

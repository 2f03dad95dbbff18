"""URL patterns for records and for how to check them."""

from django.urls import path

from designation.record import verifying, views, witnesses

urlpatterns = [
    path("requests/<str:number>/record/", views.record, name="record"),
    path("requests/<str:number>/record/check/", views.record_check, name="record_check"),
    path("requests/<str:number>/record/bundle/", views.record_bundle, name="record_bundle"),
    path("requests/<str:number>/record/<uuid:log_id>/<int:index>/", views.record_entry, name="record_entry"),
    path("ledger/checkpoints/", witnesses.checkpoints, name="checkpoints"),
    path("ledger/", verifying.verify_help, name="verify_help"),
]

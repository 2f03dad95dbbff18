"""URL patterns for the operators' pages."""

from django.urls import path

from designation.operations import views

urlpatterns = [
    path("operations/", views.operations, name="operations"),
    path("operations/clocks/", views.operations_deadlines, name="operations_deadlines"),
    path("operations/jobs/", views.operations_jobs, name="operations_jobs"),
    path("operations/jobs/run-again/", views.jobs_run_again, name="jobs_run_again"),
    path("operations/jobs/<uuid:job_id>/run-again/", views.job_run_again, name="job_run_again"),
    path("operations/deliveries/", views.operations_deliveries, name="operations_deliveries"),
]

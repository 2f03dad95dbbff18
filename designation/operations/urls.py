"""URL patterns for the operators' pages."""

from django.urls import path

from designation.operations import views

urlpatterns = [
    path("operations/", views.operations, name="operations"),
    path("operations/clocks/", views.operations_deadlines, name="operations_deadlines"),
    path("operations/deliveries/", views.operations_deliveries, name="operations_deliveries"),
    path("operations/deliveries/resend/", views.messages_resend, name="messages_resend"),
    path("operations/deliveries/<uuid:message_id>/resend/", views.message_resend, name="message_resend"),
]

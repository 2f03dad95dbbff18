"""URLs of the pages about policies."""

from django.urls import path

from designation.policies.views import closures, editing, versions

urlpatterns = [
    path("policies/", versions.policies, name="policies"),
    path("policies/new/", editing.policy_new, name="policy_new"),
    path("policies/closures/", closures.closures, name="closures"),
    path("policies/closures/new/", closures.closure_new, name="closure_new"),
    path("policies/closures/<uuid:pk>/", closures.closure, name="closure"),
    path("policies/closures/<uuid:pk>/<str:step>/", closures.closure_step, name="closure_step"),
    path(
        "policies/closures/<uuid:pk>/<str:step>/take-back/",
        closures.closure_take_back,
        name="closure_take_back",
    ),
    path("policies/<int:number>/", versions.policy, name="policy"),
    path("policies/<int:number>/edit/", editing.policy_edit, name="policy_edit"),
    path("policies/<int:number>/<str:step>/", versions.policy_step, name="policy_step"),
    path("policies/<int:number>/<str:step>/take-back/", versions.policy_take_back, name="policy_take_back"),
]

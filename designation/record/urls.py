"""URL patterns for records and for how to check them."""

from collections.abc import Callable

from django.urls import URLPattern, path

from designation.access.permissions import Permission
from designation.record import verifying, views, witnesses
from designation.requests.matter import for_request
from designation.web.access import View
from designation.web.proofs import proved_to_export
from designation.windows.matter import for_window


def _pages(root: str, for_readers: Callable[[View], View], name: str) -> list[URLPattern]:
    """Return the pages of a record below an address, for its readers."""
    return [
        path(root, for_readers(views.record), name=name),
        path(f"{root}check/", for_readers(views.check), name=f"{name}_check"),
        path(f"{root}bundle/", for_readers(proved_to_export(views.bundle)), name=f"{name}_bundle"),
        path(f"{root}<uuid:log_id>/<int:index>/", for_readers(views.entry), name=f"{name}_entry"),
    ]


urlpatterns = [
    *_pages("requests/<str:number>/record/", for_request(Permission.READ_RECORD), "record"),
    *_pages(
        "requests/<str:number>/windows/<int:window>/record/",
        for_window(Permission.READ_WINDOW),
        "window_record",
    ),
    path("ledger/checkpoints/", witnesses.checkpoints, name="checkpoints"),
    path("ledger/", verifying.verify_help, name="verify_help"),
]

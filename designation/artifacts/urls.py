"""URL patterns for the pages of artifacts and shares."""

from django.urls import path

from designation.artifacts.views import accesses, artifacts, reading, stopping, text_view, uploading

REQUEST = "requests/<str:number>/"
WINDOW = f"{REQUEST}windows/<int:window>/"
SHARE = f"{WINDOW}shared/<uuid:share>/"

urlpatterns = [
    path(f"{REQUEST}artifacts/", artifacts.artifact_list, name="artifacts"),
    path(f"{REQUEST}artifacts/upload/", uploading.artifact_upload, name="artifact_upload"),
    path(f"{REQUEST}artifacts/<int:artifact>/", artifacts.artifact_page, name="artifact"),
    path(
        f"{REQUEST}artifacts/<int:artifact>/progress/", artifacts.artifact_progress, name="artifact_progress"
    ),
    path(f"{REQUEST}artifacts/<int:artifact>/share/", artifacts.artifact_share, name="artifact_share"),
    path(
        f"{REQUEST}artifacts/<int:artifact>/steps/<str:step>/", artifacts.artifact_step, name="artifact_step"
    ),
    path(
        f"{REQUEST}artifacts/<int:artifact>/steps/<str:step>/take-back/",
        artifacts.artifact_take_back,
        name="artifact_take_back",
    ),
    path(f"{REQUEST}accesses/", accesses.access_feed, name="accesses"),
    path(f"{REQUEST}accesses/recent/", accesses.recent, name="accesses_recent"),
    path(f"{WINDOW}stop/", stopping.stop, name="access_stop"),
    path(SHARE, reading.share_read, name="share_read"),
    path(f"{SHARE}pages/<int:page>/", reading.share_page, name="share_page"),
    path(f"{SHARE}text/", text_view.share_text, name="share_text"),
    path(f"{SHARE}standing/", reading.share_standing, name="share_standing"),
    path(f"{SHARE}steps/<str:step>/", reading.share_step, name="share_step"),
]

"""URL patterns for the pages of artifacts and shares."""

from django.urls import path

from designation.artifacts.views import (
    accepting,
    accesses,
    agreements,
    artifacts,
    credentials,
    downloading,
    ending,
    reading,
    resumable,
    sharing,
    stopping,
    text_view,
    uploading,
)

REQUEST = "requests/<str:number>/"
WINDOW = f"{REQUEST}windows/<int:window>/"
CREDENTIAL = f"{WINDOW}credentials/<uuid:credential>/"
SHARE = f"{WINDOW}shared/<uuid:share>/"
AGREEMENT = f"{REQUEST}agreements/<uuid:agreement>/"
AGREEMENT_OF_WINDOW = f"{WINDOW}agreement/<int:version>/"

urlpatterns = [
    path(f"{REQUEST}artifacts/", artifacts.artifact_list, name="artifacts"),
    path(f"{REQUEST}artifacts/upload/", uploading.artifact_upload, name="artifact_upload"),
    path(f"{REQUEST}uploads/", resumable.uploads, name="uploads"),
    path(f"{REQUEST}uploads/<uuid:upload>/", resumable.upload, name="upload"),
    path(f"{REQUEST}artifacts/<int:artifact>/", artifacts.artifact_page, name="artifact"),
    path(
        f"{REQUEST}artifacts/<int:artifact>/progress/", artifacts.artifact_progress, name="artifact_progress"
    ),
    path(f"{REQUEST}artifacts/<int:artifact>/share/", sharing.artifact_share, name="artifact_share"),
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
    path(f"{SHARE}download/", downloading.share_download, name="share_download"),
    path(f"{SHARE}text/", text_view.share_text, name="share_text"),
    path(f"{SHARE}standing/", reading.share_standing, name="share_standing"),
    path(
        f"{REQUEST}artifacts/<int:artifact>/certificate/",
        ending.artifact_certificate,
        name="artifact_certificate",
    ),
    path(
        f"{REQUEST}artifacts/<int:artifact>/certificate.json",
        ending.artifact_certificate_file,
        name="artifact_certificate_file",
    ),
    path(f"{WINDOW}credentials/add/", credentials.credential_add, name="credential_add"),
    path(f"{CREDENTIAL}show/", credentials.credential_show, name="credential_show"),
    path(f"{CREDENTIAL}replace/", credentials.credential_replace, name="credential_replace"),
    path(f"{CREDENTIAL}steps/<str:step>/", credentials.credential_step, name="credential_step"),
    path(f"{WINDOW}destruction/", ending.destruction, name="destruction"),
    path(f"{WINDOW}destruction.json", ending.destruction_file, name="destruction_file"),
    path(f"{WINDOW}destruction/certify/", ending.destruction_step, name="destruction_step"),
    path(
        f"{WINDOW}destruction/certify/take-back/", ending.destruction_take_back, name="destruction_take_back"
    ),
    path(f"{REQUEST}agreements/", agreements.agreements, name="agreements"),
    path(f"{REQUEST}agreements/write/", agreements.agreement_write, name="agreement_write"),
    path(AGREEMENT, agreements.agreement, name="agreement"),
    path(f"{AGREEMENT}text/", agreements.agreement_file, name="agreement_file"),
    path(f"{AGREEMENT}steps/<str:step>/", agreements.agreement_step, name="agreement_step"),
    path(AGREEMENT_OF_WINDOW, accepting.window_agreement, name="window_agreement"),
    path(f"{AGREEMENT_OF_WINDOW}text/", accepting.window_agreement_file, name="window_agreement_file"),
    path("attestations/<uuid:attestation>/", ending.attestation, name="attestation"),
]

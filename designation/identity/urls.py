"""The allauth pages that this site uses, under the names that allauth expects, and our own page."""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.db.transaction import atomic
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from designation.identity import accounts, proving, resets
from designation.identity.factors import views as passkeys
from designation.web.access import View, for_the_account, public


def whole(view: View) -> View:
    """Open a page of passkeys and codes to its owner. What it changes and the entry of that commit together."""
    return for_the_account(atomic(view))


_pages = [
    path("login/", public(views.login), name="account_login"),
    path("logout/", public(views.logout), name="account_logout"),
    path("inactive/", public(views.account_inactive), name="account_inactive"),
    path("signup/", public(views.signup), name="account_signup"),
    path("reauthenticate/", for_the_account(views.reauthenticate), name="account_reauthenticate"),
    path("prove/", proving.prove, name="prove"),
    path("email/", accounts.address, name="account_email"),
    path("password/change/", for_the_account(views.password_change), name="account_change_password"),
    path("password/set/", for_the_account(views.password_set), name="account_set_password"),
    path("password/reset/", public(accounts.AskForPassword.as_view()), name="account_reset_password"),
    path("password/reset/done/", public(views.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        public(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
_factors = [
    path("", whole(mfa.index), name="mfa_index"),
    path("authenticate/", public(atomic(mfa.authenticate)), name="mfa_authenticate"),
    path("reauthenticate/", whole(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("app/", whole(totp.activate_totp), name="mfa_activate_totp"),
    path("app/remove/", whole(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("recovery-codes/", whole(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", whole(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("recovery-codes/file/", whole(recovery.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("passkeys/", whole(RedirectView.as_view(pattern_name="mfa_index")), name="mfa_list_webauthn"),
    path("passkeys/new/", whole(passkeys.Add.as_view()), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/", whole(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", whole(passkeys.Remove.as_view()), name="mfa_remove_webauthn"),
    path("passkeys/sign-in/", public(atomic(webauthn.login_webauthn)), name="mfa_login_webauthn"),
    path("passkeys/prove/", whole(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("passkeys/options/", whole(passkeys.options), name="passkey_options"),
]
_resets = [
    path("people/<uuid:person_id>/reset/", resets.factor_reset_ask, name="factor_reset_ask"),
    path("resets/<uuid:pk>/", resets.factor_reset, name="factor_reset"),
    path("resets/<uuid:pk>/<slug:step>/", resets.factor_reset_step, name="factor_reset_step"),
    path(
        "resets/<uuid:pk>/<slug:step>/take-back/",
        resets.factor_reset_take_back,
        name="factor_reset_take_back",
    ),
]
urlpatterns = [
    path("people/<uuid:organization_id>/", include(_resets)),
    path("accounts/", include(_pages)),
    path("accounts/ways-in/", include(_factors)),
]

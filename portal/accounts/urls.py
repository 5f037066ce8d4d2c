"""Addresses of accounts: allauth's own views where they do, under the names that it looks up.

Only what is used is open: there is no sign-up, no log-in by e-mailed code, no trusted browser.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from django.urls import include, path, re_path

from portal.accounts.views import entrance, inviting, own

second_factor_urlpatterns = [
    path("", mfa.index, name="mfa_index"),
    path("confirm-log-in/", mfa.authenticate, name="mfa_authenticate"),
    path("confirm/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("app/", totp.activate_totp, name="mfa_activate_totp"),
    path("app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/log-in/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("passkeys/confirm/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]

# Log-in and log-out have two names: allauth's, and the one by which the site and Wagtail know them.
account_urlpatterns = [
    path("login/", entrance.LogIn.as_view(), name="account_login"),
    path("login/", entrance.LogIn.as_view(), name="login"),
    path("logout/", entrance.LogOut.as_view(), name="account_logout"),
    path("logout/", entrance.LogOut.as_view(), name="logout"),
    path("invitation/<str:token>/", entrance.invitation, name="account_invitation"),
    path("profile/", own.profile, name="account_profile"),
    path("roles/", own.role_table, name="account_roles"),
    path("sessions/", own.Sessions.as_view(), name="usersessions_list"),
    path("sessions/<int:pk>/end/", own.end_session, name="account_end_session"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("email/", account.email, name="account_email"),
    path("email/sent/", account.email_verification_sent, name="account_email_verification_sent"),
    path("email/<str:key>/", account.confirm_email, name="account_confirm_email"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/first/", own.first_password, name="account_set_password"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path(
        "password/forgotten/sent/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "password/forgotten/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("factors/", include(second_factor_urlpatterns)),
    path("provider/", social.connections, name="socialaccount_connections"),
    path("provider/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("provider/error/", social.login_error, name="socialaccount_login_error"),
    path("provider/account/", social.signup, name="socialaccount_signup"),
]

# The provider knows one address, whatever the language.
oidc_urlpatterns = [
    path("<str:provider_id>/", entrance.to_provider, name="openid_connect_login"),
    path("<str:provider_id>/callback/", entrance.from_provider, name="openid_connect_callback"),
]

admin_urlpatterns = [
    path("invitations/", inviting.invite, name="account_invitations"),
    path("invitations/<int:pk>/renew/", inviting.renew_invitation, name="account_renew"),
    path("invitations/<int:pk>/withdraw/", inviting.withdraw_invitation, name="account_withdraw"),
]

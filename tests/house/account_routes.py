"""What each route of the accounts answers to whom."""

from tests.house.answers import (
    EVERYBODY,
    FOUND,
    LOGGED_IN,
    MISSING,
    NOBODY,
    OK,
    ROLES,
)


def account_rows():
    """Accounts: what is open to everybody, what is one's own, and what asks again who it is."""
    away = dict.fromkeys(ROLES, FOUND)
    own_lack = {**dict.fromkeys(ROLES, MISSING), "anonymous": FOUND}
    entrance = {**away, "anonymous": OK}
    unread = {**NOBODY, "anonymous": FOUND}
    gone = dict.fromkeys(ROLES, 410)
    shut = dict.fromkeys(ROLES, MISSING)
    return {
        "login": ("/en/account/login/", entrance, None),
        "account_login": ("/en/account/login/", entrance, None),
        "logout": ("/en/account/logout/", NOBODY, None),
        "account_logout": ("/en/account/logout/", NOBODY, None),
        "start": ("/en/account/", LOGGED_IN, NOBODY),
        "account_invitation": ("/en/account/invitation/invented/", gone, gone),
        "account_profile": ("/en/account/profile/", LOGGED_IN, LOGGED_IN),
        "account_roles": ("/en/account/roles/", EVERYBODY, NOBODY),
        "usersessions_list": ("/en/account/sessions/", LOGGED_IN, away),
        "account_end_session": ("/en/account/sessions/0/end/", NOBODY, own_lack),
        "account_reauthenticate": ("/en/account/confirm/", LOGGED_IN, LOGGED_IN),
        "account_email": ("/en/account/email/", LOGGED_IN, away),
        "account_email_verification_sent": ("/en/account/email/sent/", EVERYBODY, None),
        "account_confirm_email": ("/en/account/email/invented/", EVERYBODY, shut),
        "account_change_password": ("/en/account/password/", LOGGED_IN, LOGGED_IN),
        "account_set_password": ("/en/account/password/first/", LOGGED_IN, NOBODY),
        "account_reset_password": ("/en/account/password/forgotten/", EVERYBODY, EVERYBODY),
        "account_reset_password_done": ("/en/account/password/forgotten/sent/", EVERYBODY, None),
        "account_reset_password_from_key_done": (
            "/en/account/password/forgotten/done/",
            EVERYBODY,
            None,
        ),
        "account_reset_password_from_key": (
            "/en/account/password/forgotten/0-invented/",
            EVERYBODY,
            EVERYBODY,
        ),
        "mfa_index": ("/en/account/factors/", LOGGED_IN, unread),
        "mfa_authenticate": ("/en/account/factors/confirm-log-in/", away, away),
        "mfa_reauthenticate": ("/en/account/factors/confirm/", away, away),
        "mfa_activate_totp": ("/en/account/factors/app/", away, away),
        "mfa_deactivate_totp": ("/en/account/factors/app/remove/", own_lack, own_lack),
        "mfa_view_recovery_codes": ("/en/account/factors/codes/", own_lack, unread),
        "mfa_generate_recovery_codes": ("/en/account/factors/codes/new/", away, away),
        "mfa_download_recovery_codes": ("/en/account/factors/codes/file/", own_lack, own_lack),
        "mfa_list_webauthn": ("/en/account/factors/passkeys/", LOGGED_IN, unread),
        "mfa_add_webauthn": ("/en/account/factors/passkeys/add/", away, away),
        "mfa_login_webauthn": ("/en/account/factors/passkeys/log-in/", away, away),
        "mfa_reauthenticate_webauthn": ("/en/account/factors/passkeys/confirm/", away, away),
        "mfa_edit_webauthn": ("/en/account/factors/passkeys/0/", away, away),
        "mfa_remove_webauthn": ("/en/account/factors/passkeys/0/remove/", away, away),
        "socialaccount_connections": ("/en/account/provider/", LOGGED_IN, LOGGED_IN),
        "socialaccount_login_cancelled": ("/en/account/provider/cancelled/", EVERYBODY, None),
        "socialaccount_login_error": (
            "/en/account/provider/error/",
            dict.fromkeys(ROLES, 401),
            None,
        ),
        "socialaccount_signup": ("/en/account/provider/account/", away, away),
        "openid_connect_login": ("/oidc/invented/", shut, shut),
        "openid_connect_callback": ("/oidc/invented/callback/", shut, shut),
        "account_invitations": (
            "/admin/accounts/invitations/",
            {**away, "administrator": OK},
            None,
        ),
        "account_renew": (
            "/admin/accounts/invitations/0/renew/",
            None,
            {**away, "administrator": MISSING},
        ),
        "account_withdraw": (
            "/admin/accounts/invitations/0/withdraw/",
            None,
            {**away, "administrator": MISSING},
        ),
    }


# name → (address, what GET answers by role, what POST answers by role)

# ruff: noqa: TID251 - the settings are built of each other
"""How people log in, and what stands between their accounts and a guesser.

Log-in, e-mail addresses, second factors and sessions are django-allauth's; failures are counted by
django-axes per account and address, and by allauth per account over all addresses. Both count in
the database, so that all server processes count together.
"""

from datetime import timedelta

from portal.settings import env

ACCOUNT_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]

AUTH_USER_MODEL = "portal.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
INVITATION_DAYS = 14
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True

# Log-in by e-mail address; accounts are made by invitation.
ACCOUNT_ADAPTER = "portal.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.LogInForm",
    "add_email": "portal.accounts.forms.NewAddressForm",
    "change_password": "portal.accounts.forms.NewPasswordForm",
    "reset_password": "portal.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "portal.accounts.forms.ResetPasswordForm",
    "reauthenticate": "portal.accounts.forms.ConfirmPasswordForm",
}
# A class behind one address may log in together; what is wrong is counted per account.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "100/h/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer(
    "PORTAL_PROXIES", 1 if env.boolean("PORTAL_HTTPS", False) else 0, lowest=0, highest=9
)

# Second factors and passkeys
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.CodeForm",
    "reauthenticate": "portal.accounts.forms.ConfirmCodeForm",
    "activate_totp": "portal.accounts.forms.ActivateAppForm",
    "login_webauthn": "portal.accounts.forms.LogInKeyForm",
    "authenticate_webauthn": "portal.accounts.forms.KeyForm",
    "reauthenticate_webauthn": "portal.accounts.forms.ConfirmKeyForm",
    "add_webauthn": "portal.accounts.forms.AddKeyForm",
    "edit_webauthn": "portal.accounts.forms.RenameKeyForm",
}
MFA_ADAPTER = "portal.accounts.adapters.SecondFactorAdapter"

# Log-in with the account of an institution, offered where a provider is set. An address that the
# provider has verified opens the account that has it; strangers get one only if that is set too.
SOCIALACCOUNT_ADAPTER = "portal.accounts.adapters.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = True  # form-action forbids a form that ends at the provider
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
OIDC_SERVER = env.text("PORTAL_OIDC_SERVER", "")
OIDC_NAME = env.text("PORTAL_OIDC_NAME", "OpenID Connect")
OIDC_SIGN_UP = env.boolean("PORTAL_OIDC_SIGN_UP", False)
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "institution",
                "name": OIDC_NAME,
                "client_id": env.text("PORTAL_OIDC_CLIENT_ID", ""),
                "secret": env.text("PORTAL_OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_SERVER},
            }
        ]
        if OIDC_SERVER
        else []
    }
}

# Five wrong passwords or codes for an account from one address close it to that address.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = [
    "username", "ip_address", "login", "code", "credential", "csrfmiddlewaretoken",
]  # fmt: skip
AXES_CLIENT_IP_CALLABLE = "portal.accounts.lockout.client_ip"
AXES_USERNAME_CALLABLE = "portal.accounts.lockout.account_name"
AXES_LOCKOUT_CALLABLE = "portal.accounts.lockout.too_many"

# ruff: noqa: TID251 - the settings are built of each other
"""For service. Without any environment it serves this machine alone, over plain HTTP.

`PORTAL_HTTPS=yes`, set where a proxy speaks HTTPS, adds redirects, strict transport security and
cookies that never travel in the clear.
"""

from urllib.parse import urlsplit

from portal.settings import env
from portal.settings.base import *  # noqa: F403
from portal.settings.base import PORTAL_HOME, WAGTAILADMIN_BASE_URL
from portal.settings.secret import secret_key
from portal.settings.vault_keys import vault_keys

DEBUG = False
SECRET_KEY = secret_key(PORTAL_HOME / "secret_key")
VAULT_KEYS = vault_keys(PORTAL_HOME / "vault_keys", env.text("PORTAL_VAULT_KEYS", ""))
ALLOWED_HOSTS = env.listing(
    "PORTAL_HOSTS",
    ["127.0.0.1", "localhost", "[::1]", urlsplit(WAGTAILADMIN_BASE_URL).hostname or "localhost"],
)
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.static_files.SiteStaticFilesStorage"},
}

HTTPS = env.boolean("PORTAL_HTTPS", False)
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers allow passkeys on localhost
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    LANGUAGE_COOKIE_SECURE = True

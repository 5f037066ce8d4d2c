# ruff: noqa: TID251 - the settings are built of each other
"""For work on the site itself: errors are shown, static files are served from the folders."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import PORTAL_HOME
from portal.settings.secret import secret_key
from portal.settings.vault_keys import vault_keys

DEBUG = True
SECRET_KEY = secret_key(PORTAL_HOME / "secret_key")
VAULT_KEYS = vault_keys(PORTAL_HOME / "vault_keys")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# ruff: noqa: TID251 - the settings are built of each other
"""For tests: a database in memory, a fast and weak password hasher, nothing kept."""

import atexit
import shutil
import tempfile
from pathlib import Path

from portal.settings.base import *  # noqa: F403
from portal.settings.base import CACHES, ON_POSTGRESQL, PAGE_CACHES, TASKS

PORTAL_HOME = Path(tempfile.mkdtemp(prefix="portal-test-"))
atexit.register(shutil.rmtree, PORTAL_HOME, ignore_errors=True)
MEDIA_ROOT = PORTAL_HOME / "media"
STATIC_ROOT = PORTAL_HOME / "static"
STATIC_ROOT.mkdir()
REPORTS_ROOT = PORTAL_HOME / "reports"
BLOBS_ROOT = PORTAL_HOME / "blobs"
EXCHANGE_ROOT = PORTAL_HOME / "exchange"

DEBUG = False
SECRET_KEY = "for tests only"  # noqa: S105
VAULT_KEYS = {"2": b"the newest key, of 32 bytes, s2.", "1": b"the oldest key, of 32 bytes, s1."}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
IN_MEMORY = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": "file:portal-test?mode=memory&cache=shared",
    "OPTIONS": {"transaction_mode": "IMMEDIATE"},
}
if not ON_POSTGRESQL:  # `./run test --postgresql`
    DATABASES = {"default": IN_MEMORY}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {**TASKS, "jobs": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Tests begin with nothing kept; those of the page cache switch it on. Wagtail would remember
# pictures by a number that another test gives to another picture.
CACHES = {
    **CACHES,
    "pagecache": {**CACHES["pagecache"], **PAGE_CACHES["memory"]},
    "renditions": PAGE_CACHES["off"],
}
WAGTAIL_CACHE = False

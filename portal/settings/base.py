# ruff: noqa: TID251 - the settings are built of each other
"""What all ways of running the site have in common.

All state lives in one folder: `PORTAL_HOME`, by default `var` beside `manage.py`.
"""

from pathlib import Path

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from portal.settings import env

ROOT = Path(__file__).resolve().parent.parent.parent
PORTAL_HOME = env.folder("PORTAL_HOME", ROOT / "var")

# Applications. The portal stands before the packages whose templates it overrides.
INSTALLED_APPS = [
    "portal",
    "surveys",
    "briefs",
    "courses",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.visits.middleware.CountVisitsMiddleware",
    "portal.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.SiteLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database. An acknowledged answer survives a power cut (FULL), and a transaction takes the write
# lock when it begins (IMMEDIATE), so that writers wait for each other instead of failing.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": PORTAL_HOME / "db.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-20000"
            ),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Background work. Wagtail's own small tasks run at once; ours wait for a worker.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}
JOB_LEASE_SECONDS = env.integer("PORTAL_JOB_LEASE_SECONDS", 90)
JOB_ATTEMPTS = 3

# People
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
DEMO_PASSWORD = env.text("PORTAL_DEMO_PASSWORD", "")  # empty: a random one per account
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True

# Who runs the site: what stands at the foot of every page
CONTACT_EMAIL = env.text("PORTAL_CONTACT_EMAIL", "contact@demo.example")
ICP_NUMBER = env.text("PORTAL_ICP_NUMBER", "")
PUBLIC_SECURITY_NUMBER = env.text("PORTAL_PUBLIC_SECURITY_NUMBER", "")

# Languages and time
LANGUAGE_CODE = "en"
LANGUAGE_NAMES = {"en": _("English"), "zh-hans": _("Simplified Chinese")}  # others as Django's
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    (code, LANGUAGE_NAMES.get(code, _(LANG_INFO[code]["name"])))
    for code in env.languages("PORTAL_LANGUAGES", ["en", "zh-hans"])
]
LOCALE_PATHS = [ROOT / "portal" / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = env.time_zone("PORTAL_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = PORTAL_HOME / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = PORTAL_HOME / "media"
REPORTS_ROOT = PORTAL_HOME / "reports"
DATA_UPLOAD_MAX_MEMORY_SIZE = 3_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 60
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_PERMISSIONS = 0o640

# Wagtail
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "portal.search.sqlite"}}
WAGTAIL_SITE_NAME = "Social Security Training Portal"
WAGTAILADMIN_BASE_URL = env.address("PORTAL_BASE_URL", "http://127.0.0.1:8000")
WAGTAILADMIN_LOGIN_URL = "login"
WAGTAIL_FRONTEND_LOGIN_URL = "login"
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.forms.SoundImageForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "m4a", "mp3", "pdf", "txt", "xlsx", "zip"]
WAGTAILDOCS_INLINE_CONTENT_TYPES = []

# Nothing is asked of a foreign host: the site must work where such hosts are out of reach, and
# tell nobody who uses it.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS = []

# Answers under these paths are never redirected to a page in some language.
UNPREFIXED_PATHS = (
    "/healthz",
    "/collect/",
    "/audio/",
    "/r/",
    "/admin/",
    "/documents/",
    "/media/",
    "/static/",
)

# Security
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^collect/"]
X_FRAME_OPTIONS = "DENY"  # the editor opens its previews to itself
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "filters": {"no_keys": {"()": "portal.logs.WithoutCollectorKeys"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_keys"],
        }
    },
    "root": {"handlers": ["console"], "level": env.text("PORTAL_LOG_LEVEL", "WARNING").upper()},
}

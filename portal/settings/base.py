# ruff: noqa: TID251 - the settings are built of each other
"""What all ways of running the site have in common.

All state lives in one folder: `PORTAL_HOME`, by default `var` beside `manage.py`.
"""

from pathlib import Path

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from portal.settings import env
from portal.settings.accounts import *  # noqa: F403
from portal.settings.accounts import ACCOUNT_APPS
from portal.settings.databases import database

ROOT = Path(__file__).resolve().parent.parent.parent
PORTAL_HOME = env.folder("PORTAL_HOME", ROOT / "var")

# Applications. The portal stands before the packages whose templates it overrides.
INSTALLED_APPS = [
    "portal",
    "surveys",
    "briefs",
    "courses",
    "wagtail_footnotes",
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
    *ACCOUNT_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "portal.middleware.WithoutBodyMiddleware",
    "portal.middleware.WithoutNulMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.ContentSecurityPolicyMiddleware",
    "surveys.views.collect.door.EnvelopeMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "portal.visits.middleware.CountVisitsMiddleware",
    "portal.middleware.RevalidatedPagesMiddleware",
    "wagtailcache.cache.UpdateCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.SiteLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.TimeZoneMiddleware",
    "portal.middleware.DeskLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "portal.middleware.ExplainedRefusalMiddleware",
    # The page cache stores outside of all that makes a page and looks inside of all that says for
    # whom it is made. `wagtailcache` is no installed app: its admin pages clear with a mere GET.
    "wagtailcache.cache.FetchFromCacheMiddleware",
    "portal.middleware.UnchangedWhileMadeMiddleware",
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

DATABASES = {"default": database(env.text("PORTAL_DATABASE_URL", ""), PORTAL_HOME)}
ON_POSTGRESQL = DATABASES["default"]["ENGINE"].endswith("postgresql")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Copies of public pages (portal/pagecache.py). All server processes and the worker must agree on
# them, hence files; a memory belongs to one process. Some pages depend on the day (the next event,
# open enrolment), which nobody publishes: no copy is older than this.
PAGE_CACHE_SECONDS = 300
PAGE_CACHES = {
    "files": {
        "BACKEND": "portal.remembered_files.RememberedFiles",
        "LOCATION": PORTAL_HOME / "pagecache",
    },
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
    "off": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
CACHES = {
    # Counters of failed log-ins stand here, so all server processes must see the same.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    "pagecache": {
        **PAGE_CACHES[env.choice("PORTAL_PAGE_CACHE", "files", list(PAGE_CACHES))],
        "TIMEOUT": PAGE_CACHE_SECONDS,
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}
WAGTAIL_CACHE = True
WAGTAIL_CACHE_BACKEND = "pagecache"

# Background work. Wagtail's own small tasks run at once; ours wait for a worker.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}
JOB_LEASE_SECONDS = env.integer("PORTAL_JOB_LEASE_SECONDS", 90)
DASK_SCHEDULER = env.scheduler("PORTAL_DASK_SCHEDULER")
JOB_ATTEMPTS = 3

# Questionnaires on web pages.
DRAFT_DAYS = env.integer("PORTAL_DRAFT_DAYS", 30)
OPEN_LINK_STARTS = env.integer("PORTAL_OPEN_LINK_STARTS", 60)
RESPONDENT_FILE_BYTES = 20_000_000

# People
DEMO_PASSWORD = env.text("PORTAL_DEMO_PASSWORD", "")  # empty: a random one per account

# E-mail: through a server where one is named, else into files.
EMAIL_HOST = env.text("PORTAL_EMAIL_HOST", "")
EMAIL_PORT = env.integer("PORTAL_EMAIL_PORT", 587, highest=65535)
EMAIL_HOST_USER = env.text("PORTAL_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("PORTAL_EMAIL_PASSWORD", "")
EMAIL_SECURITY = env.choice("PORTAL_EMAIL_SECURITY", "starttls", ["starttls", "tls", "none"])
EMAIL_USE_TLS = EMAIL_SECURITY == "starttls"
EMAIL_USE_SSL = EMAIL_SECURITY == "tls"
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = PORTAL_HOME / "mail"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("PORTAL_EMAIL_FROM", "portal@localhost")
ADMINS = [(address, address) for address in env.listing("PORTAL_ERROR_MAIL", [])]

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
BLOBS_ROOT = PORTAL_HOME / "blobs"
EXCHANGE_ROOT = PORTAL_HOME / "exchange"
# Webhooks reach only the public internet, over HTTPS; tests have their receiver on this machine.
WEBHOOKS_ANYWHERE = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 3_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 120  # a phone packs up to a hundred files into a request
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_PERMISSIONS = 0o640

# Wagtail
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "portal.search.postgresql" if ON_POSTGRESQL else "portal.search.sqlite"}
}
WAGTAIL_SITE_NAME = _("Social Security Training Portal")
WAGTAILADMIN_BASE_URL = env.address("PORTAL_BASE_URL", "http://127.0.0.1:8000")
WAGTAILADMIN_LOGIN_URL = "login"
WAGTAIL_FRONTEND_LOGIN_URL = "login"
# Drafts are saved when the editor pauses, not at each key: a save takes the database's write lock,
# which answers of surveys wait for. The preview follows a little faster.
WAGTAIL_AUTOSAVE_INTERVAL = 3000
WAGTAIL_AUTO_UPDATE_PREVIEW_INTERVAL = 1500
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# The zone is chosen in the person's own profile: with a single one, Wagtail offers no other choice.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
# Pages name the formats of their pictures (AVIF, WebP, JPEG); the admin's own thumbnails of the
# new formats are PNG, which each browser shows.
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "png", "webp": "png"}
WAGTAILIMAGES_JPEG_QUALITY = 80
WAGTAILIMAGES_WEBP_QUALITY = 80
WAGTAILIMAGES_AVIF_QUALITY = 70
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
    "/oidc/",
    "/admin/",
    "/documents/",
    "/footnotes/",
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
    "formatters": {
        "line": {
            "()": "portal.logs.WithoutSecrets",
            "format": "{levelname} {name} {message}",
            "style": "{",
        }
    },
    "filters": {"in_service": {"()": "django.utils.log.RequireDebugFalse"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "mail": {
            "class": "portal.logs.ErrorMail",
            "formatter": "line",
            "filters": ["in_service"],
            "level": "ERROR",
        },
    },
    # Django's own handlers of this name would mail the whole request.
    "loggers": {"django": {"handlers": []}},
    "root": {
        "handlers": ["console", "mail"],
        "level": env.text("PORTAL_LOG_LEVEL", "WARNING").upper(),
    },
}

"""The application that a web server calls."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from portal.chunked import ChunkedBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = ChunkedBodies(get_wsgi_application())
len(get_resolver().url_patterns)  # loads all views now, not while the first visitor waits

"""The portal with one more address, `/hello`: what `pages.py` compares pages with."""

from django.http import HttpResponse
from django.urls import get_resolver, path

from portal.wsgi import application

__all__ = ["application"]

hello = path("hello", lambda request: HttpResponse("hello, world"))
get_resolver().url_patterns.insert(0, hello)

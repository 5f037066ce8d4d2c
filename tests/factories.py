"""One maker per model; each gives a valid row and takes what a test cares about."""

from itertools import count

from django.contrib.auth.models import Group
from django.utils import timezone

from portal.jobs import input_hash
from portal.models import Job, ListingPage, PlainPage, User

numbers = count(1)
PASSWORD = "correct horse battery staple"


def make_user(*groups, email="", **fields):
    """A person of these groups who logs in with `PASSWORD`."""
    user = User.objects.create_user(
        email or f"person{next(numbers)}@test.example", PASSWORD, **fields
    )
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def make_plain_page(parent, title="Legal notice", **fields):
    """A published plain page below `parent`."""
    return publish_below(parent, PlainPage(title=title, locale=parent.locale, **fields))


def make_listing_page(parent, title="Reports", **fields):
    """A published listing page below `parent`."""
    return publish_below(parent, ListingPage(title=title, locale=parent.locale, **fields))


def publish_below(parent, page):
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def make_job(kind="double", payload=None, **fields):
    """A job that waits, unless `fields` say otherwise."""
    payload = payload or {"number": next(numbers)}
    fields = {"queued_at": timezone.now(), **fields}
    return Job.objects.create(kind=kind, payload=payload, input_hash=input_hash(payload), **fields)

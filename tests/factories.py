"""One maker per model; each gives a valid row and takes what a test cares about."""

from itertools import count

from django.contrib.auth.models import Group
from django.utils import timezone

from portal.jobs import input_hash
from portal.models import Country, Job, ListingPage, PlainPage, Topic, User

numbers = count(1)
PASSWORD = "correct horse battery staple"


def make_user(*groups, email="", **fields):
    """A person of these groups who logs in with `PASSWORD`."""
    user = User.objects.create_user(
        email or f"person{next(numbers)}@test.example", PASSWORD, **fields
    )
    user.groups.set(Group.objects.filter(name__in=groups))
    user.vouch_for_address()
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


def make_country(code="chn", **names):
    """A country: `make_country("idn", en="Indonesia")`."""
    return Country.objects.get_or_create(code=code, defaults={"names": names or {"en": code}})[0]


def make_topic(slug="portability", **names):
    """A topic: `make_topic("women", en="Women", zh_hans="妇女")`."""
    words = {code.replace("_", "-"): name for code, name in names.items()} or {"en": slug}
    return Topic.objects.get_or_create(slug=slug, defaults={"names": words})[0]


def make_unit(survey, **fields):
    """An issued case of a survey, still open unless it gets a disposition."""
    fields = {"stratum": "1", "psu": "1", "base_weight": 1.0, **fields}
    return survey.units.create(case_id=f"case-{next(numbers)}", **fields)


def make_job(kind="double", payload=None, **fields):
    """A job that waits, unless `fields` say otherwise."""
    payload = payload or {"number": next(numbers)}
    fields = {"queued_at": timezone.now(), **fields}
    return Job.objects.create(kind=kind, payload=payload, input_hash=input_hash(payload), **fields)

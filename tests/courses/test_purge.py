"""Old revisions can be purged; what a released version shows stays."""

import pytest
from django.core.management import call_command
from wagtail.models import Revision

from tests.courses.makers import lessons_of, make_course, make_version

pytestmark = pytest.mark.django_db


def test_purging_spares_what_learners_read(site):
    course = make_course(site, lessons=1)
    [lesson] = lessons_of(course)
    make_version(course)
    released = lesson.get_latest_revision().pk
    for words in ("Draft.", "Better draft.", "Published later."):
        lesson.body = [("text", f"<p>{words}</p>")]
        last = lesson.save_revision()
    drafts = Revision.objects.for_instance(lesson).exclude(pk__in=[released, last.pk])
    assert drafts.count() == 2
    call_command("purge_revisions")
    assert not drafts.exists()
    assert Revision.objects.filter(pk__in=[released, last.pk]).count() == 2

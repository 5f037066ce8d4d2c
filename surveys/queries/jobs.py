"""The background jobs of surveys, by their kinds."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.models import Job
from surveys.models import Survey

RELEASE_JOB = "surveys.release"
"""The kind of the background jobs that make releases."""
CHECK_JOB = "surveys.check"
"""The kind of the background jobs that check long questionnaires after they came in."""
EXPORT_JOB = "surveys.export"
"""The kind of the background jobs that write exports."""
LOOK_JOB, IMPORT_JOB = "surveys.look", "surveys.import"
"""The kinds of the background jobs that look at files of answers, and take them in."""
MAIL_JOB = "surveys.mail"
"""The kind of the background jobs that send invitations by e-mail."""
DELIVER_JOB = "surveys.deliver"
"""The kind of the background jobs that tell webhooks what happened."""
SHOWN_JOBS = 5


def release_jobs(survey: Survey) -> QuerySet[Job]:
    """The latest jobs that were asked to make a release of this survey."""
    return Job.objects.filter(kind=RELEASE_JOB, payload__survey=survey.pk)[:SHOWN_JOBS]

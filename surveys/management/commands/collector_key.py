"""A key with which devices may send submissions to a survey."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.models import User
from surveys.management.commands._surveys import survey_named
from surveys.models import Survey
from surveys.queries import field_team
from surveys.services.keys import new_collector_key, revoke_collector_keys


class Command(BaseCommand):
    help = (
        "Makes a collector key and prints the base address to enter on the device. A user name and "
        "a secret, for devices that log in instead, follow on the error stream. Nothing of it is "
        "shown again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--survey", required=True, help="short name of the survey")
        parser.add_argument("--label", default="", help="name of the key, such as of the device")
        parser.add_argument("--interviewer", help="e-mail address of who carries the device")
        parser.add_argument(
            "--revoke", action="store_true", help="withdraw all keys of the survey instead"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        survey = survey_named(options["survey"])
        if options["revoke"]:
            count = revoke_collector_keys(survey=survey)
            self.stdout.write(f"{survey.slug}: {count} keys withdrawn")
            return
        made = new_collector_key(
            survey=survey,
            label=options["label"][:120],
            interviewer=_member(survey, options["interviewer"]),
        )
        base = settings.WAGTAILADMIN_BASE_URL
        self.stdout.write(f"{base}/collect/key/{made.token}/")
        self.stderr.write(
            f"or log in at {base}/collect/login/ as {made.key.username} with {made.secret}"
        )


def _member(survey: Survey, address: str | None) -> User | None:
    if not address:
        return None
    team = User.objects.filter(survey_memberships__in=field_team(survey))
    found = team.filter(email__iexact=address).first()
    if found is None:
        known = ", ".join(team.values_list("email", flat=True)) or "nobody"
        raise CommandError(
            f"{address!r} is not in the field team of {survey.slug!r}; there is: {known}",
            returncode=2,
        )
    return found

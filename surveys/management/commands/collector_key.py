"""A key with which devices may send submissions to a survey."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from surveys.models import Survey
from surveys.services.keys import make_collector_key, revoke_collector_keys


class Command(BaseCommand):
    help = "Makes a collector key and prints the base address to enter on the device."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--survey", required=True, help="short name of the survey")

        parser.add_argument(
            "--revoke", action="store_true", help="withdraw all keys of the survey instead"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        survey = Survey.objects.filter(slug=options["survey"]).first()
        if survey is None:
            known = ", ".join(Survey.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"no survey {options['survey']!r}; there is: {known}", returncode=2)
        if options["revoke"]:
            count = revoke_collector_keys(survey=survey)
            self.stdout.write(f"{survey.slug}: {count} keys withdrawn")
            return
        token = make_collector_key(survey=survey)
        self.stdout.write(f"{settings.WAGTAILADMIN_BASE_URL}/collect/key/{token}/")

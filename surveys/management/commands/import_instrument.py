"""A questionnaire from a workbook into a survey."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from surveys.management.commands._problems import reported
from surveys.models import Survey
from surveys.services.instruments import import_instrument, publish_instrument


class Command(BaseCommand):
    help = "Imports an XLSForm workbook; its faults are listed all at once, with exit code 2."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--survey", required=True, help="short name; made if there is none")
        parser.add_argument("--publish", action="store_true", help="open it for submissions")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=2) from error
        survey = Survey.objects.filter(slug=options["survey"]).first()
        with reported(), transaction.atomic():
            survey = survey or Survey.objects.create(slug=options["survey"])
            version = import_instrument(survey=survey, content=content, filename=path.name)
        if not survey.titles:
            survey.titles = {"en": version.title}
            survey.save(update_fields=["titles"])
        if options["publish"]:
            publish_instrument(version=version)
        self.stdout.write(f"{survey.slug}: {version} · {version.state}")

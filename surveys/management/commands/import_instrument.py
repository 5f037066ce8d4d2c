"""A questionnaire from a file into a survey."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from surveys.management.commands._problems import reported, show
from surveys.models import InstrumentVersion, Survey
from surveys.queries.versions import missing_files, warnings_of
from surveys.services.instruments import import_instrument, publish_instrument
from surveys.services.life import change_state
from surveys.services.teams import begin_survey


class Command(BaseCommand):
    help = "Imports an XLSForm or XForm; its faults are listed all at once, with exit code 2."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=".xlsx, .xls, .csv, .md or .xml")
        parser.add_argument(
            "--survey", default="", help="short name; made if there is none (default: the file's)"
        )
        parser.add_argument("--publish", action="store_true", help="publish it, open the survey")
        parser.add_argument("--files", type=Path, help="folder of the lists and pictures it names")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        slug = slugify(options["survey"] or path.stem)
        if not slug or (options["survey"] and slug != options["survey"].lower()):
            raise CommandError(f"--survey {options['survey'] or path.stem}: letters, digits and -")
        content, files = _read(path), _folder(options["files"])
        with reported(), transaction.atomic():
            survey = Survey.objects.filter(slug__iexact=slug).first()
            survey = survey or begin_survey(slug=slug, titles={}, actor=None)
            version = import_instrument(
                survey=survey, content=content, filename=path.name, files=files
            )
            if not survey.titles:
                survey.titles = {"en": version.title}
                survey.save(update_fields=["titles"])
            if options["publish"]:
                publish_instrument(version=version)
                if survey.state != Survey.State.OPEN:
                    change_state(survey=survey, state=Survey.State.OPEN, actor=None, anyway=True)
        self._tell(version)

    def _tell(self, version: InstrumentVersion) -> None:
        survey = version.survey
        show(warnings_of(version))
        for name in missing_files(version):
            self.stderr.write(_("Still missing: the file %(name)s.") % {"name": name})
        state, opened = version.get_state_display(), survey.get_state_display()
        self.stdout.write(f"{survey.slug}: {version} · {state} · {opened}")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", returncode=2) from error


def _folder(folder: Path | None) -> dict[str, bytes]:
    """The files of a folder by name; those that begin with a full stop are the system's."""
    if folder is None:
        return {}
    if not folder.is_dir():
        raise CommandError(f"--files {folder}: no folder", returncode=2)
    found = [path for path in sorted(folder.iterdir()) if path.is_file()]
    return {path.name: _read(path) for path in found if not path.name.startswith(".")}

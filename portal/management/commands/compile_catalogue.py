"""`manage.py compile_catalogue`: makes the compiled catalogues; the repository holds none."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


def compile_catalogues(folders: Iterable[Path]) -> None:
    """Compile each catalogue that is newer than its compiled form; readers never see half a file."""
    for folder in folders:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            compiled = source.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
                draft = compiled.with_suffix(f".{os.getpid()}.mo")
                polib.pofile(str(source)).save_as_mofile(str(draft))
                draft.replace(compiled)


class Command(BaseCommand):
    help = "Compile the site's message catalogues; no gettext tools are needed."

    def handle(self, *args: Any, **options: Any) -> None:
        compile_catalogues(settings.LOCALE_PATHS)

"""`manage.py copy_database`: everything in the SQLite file into the PostgreSQL database that is set."""

from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from portal.models import User

OLD = "old"
BATCH = 200


class Command(BaseCommand):
    help = (
        "Copies a site's SQLite database into the PostgreSQL database of PORTAL_DATABASE_URL, "
        "which `migrate` has prepared and nobody has used. Stop the site first. The files of the "
        "state folder stay where they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from", dest="source", type=Path, default=Path(settings.PORTAL_HOME, "db.sqlite3"),
            metavar="FILE", help="the file to copy; by default that of the state folder",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        open_old(options["source"])
        with transaction.atomic():
            tables = [model._meta.db_table for model in copied_models()]
            for statement in connection.ops.sql_flush(
                no_style(), tables, reset_sequences=True, allow_cascade=True
            ):
                connection.cursor().execute(statement)
            rows = sum(copy(model) for model in copied_models())
        for statement in connection.ops.sequence_reset_sql(no_style(), [*copied_models()]):
            connection.cursor().execute(statement)
        self.stdout.write(f"{rows} rows copied. Start the site: it makes its search index anew.")


def open_old(source: Path) -> None:
    """Make the old database known; CommandError where it cannot be copied."""
    if connection.vendor != "postgresql":
        raise CommandError("PORTAL_DATABASE_URL names no database; expected a PostgreSQL server.")
    if not source.is_file():
        raise CommandError(f"{source}: there is no such file; name it with --from.")
    found = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": source,
        "OPTIONS": {"init_command": "PRAGMA query_only=1"},
    }
    configured = connections.configure_settings({DEFAULT_DB_ALIAS: {}, OLD: found})
    connections.settings[OLD] = configured[OLD]
    try:
        differing = applied(OLD) ^ applied(DEFAULT_DB_ALIAS)
        used = User.objects.count()
    except DatabaseError as error:
        raise CommandError(f"{source}: not readable as the site's database ({error}).") from error
    if differing:
        names = ", ".join(sorted(f"{app}.{name}" for app, name in differing)[:5])
        raise CommandError(f"Only one of the databases has {names}: call `migrate` for both.")
    if used:
        raise CommandError(f"The new database has {used} accounts; expected one nobody has used.")


def applied(alias: str) -> set[tuple[str, str]]:
    return {*MigrationRecorder(connections[alias]).applied_migrations()}


def copied_models() -> Iterator[type[Model]]:
    """All that is stored but the search index, which looks different on each database."""
    for model in apps.get_models(include_auto_created=True):
        options = model._meta
        stored = options.managed and not options.proxy and not options.swapped
        if stored and options.app_label != "wagtailsearch":
            yield model


def copy(model: type[Model]) -> int:
    """The number of rows; they keep their keys and their times."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    old = model._base_manager.using(OLD).order_by("pk").iterator(chunk_size=BATCH)
    count = 0
    try:
        while rows := [*islice(old, BATCH)]:
            model._base_manager._insert(rows, fields, raw=True, using=DEFAULT_DB_ALIAS)
            count += len(rows)
    except DatabaseError as error:
        raise CommandError(f"{model._meta.label}, after row {count}: {error}") from error
    return count

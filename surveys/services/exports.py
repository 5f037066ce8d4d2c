"""Answers written to files: which interviews, in which tables, and the archive a person gets."""

from __future__ import annotations

import datetime as dt
import shutil
import zipfile
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from surveys import queries
from surveys.models import (
    Attachment,
    Export,
    ExportLog,
    Format,
    Submission,
    Survey,
)
from surveys.queries.exported import CHUNK, exported_cases

if TYPE_CHECKING:
    from portal.models import User
    from surveys.exports.cases import Case
    from surveys.exports.layout import Layout
    from surveys.exports.writing import Written
    from surveys.instrument.questionnaire import Questionnaire

KEPT = dt.timedelta(days=7)
"""How long an export can be downloaded."""
Told = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which interviews, and with labels of which language in place of codes ("" for codes).

    `multiple` says how choices among several are written: "both", "one" or "split". Without
    `identifiers` no column that names a person leaves, and keys are replaced by others that stay
    the same from one export to the next.
    """

    all_states: bool = False
    pilot: bool = False
    changed_since: str = ""
    labels: str = ""
    language: str = "en"
    multiple: str = "both"
    identifiers: bool = True
    documented: bool = False

    def submissions(self, survey: Survey) -> QuerySet[Submission]:
        """The interviews, in the order in which they were stored."""
        interviews = survey.submissions.filter(pilot=self.pilot).order_by("pk")
        if not self.all_states:
            interviews = interviews.filter(state=Submission.State.APPROVED)
        if self.changed_since:
            since = dt.datetime.fromisoformat(self.changed_since)
            interviews = interviews.filter(
                changed_at__gte=since if since.tzinfo else timezone.make_aware(since)
            )
        return interviews


def write_export(
    *, survey: Survey, kind: str, selection: Selection, out: Path, tell: Told = lambda done: None
) -> Written:
    """Write the interviews to `out` and what belongs to them beside it."""
    from surveys.exports.attachments import write_attachments
    from surveys.exports.writing import Options, write

    submissions = selection.submissions(survey)
    total = submissions.count()
    if kind == Format.ATTACHMENTS:
        with closing(_files(submissions)) as files:
            return write_attachments(files, out)
    layout, questionnaires = layout_of_survey(survey)
    layout = _chosen(layout, selection, questionnaires.values())
    with translation.override(selection.language):
        words = {
            "not_asked": _("not asked"),
            "blank": _("asked and left blank"),
            "lost": _("lost: what was sent is no value of this type"),
        }
    options = Options(
        selection.labels, selection.language, survey.titles, survey.slug, words,
        selection.documented,
    )  # fmt: skip
    # An error must not leave the query open: SQLite lets nobody write after a read that is old.
    known = exported_cases(submissions, questionnaires, identifiers=selection.identifiers)
    with closing(known) as cases:
        return write(kind, layout, _counted(cases, total, tell), out, options)


def layout_of_survey(survey: Survey) -> tuple[Layout, dict[int, Questionnaire]]:
    """The tables over all published versions, and the questionnaires by the version's key."""
    from surveys.exports.layout import layout_of

    versions = (
        survey.instrument_versions.exclude(published_at=None)
        .order_by("published_at", "pk")
        .defer("workbook", "xform")
    )
    questionnaires = {version.pk: queries.questionnaire_of(version) for version in versions}
    return layout_of(list(questionnaires.values())), questionnaires


def _chosen(
    layout: Layout, selection: Selection, questionnaires: Iterable[Questionnaire]
) -> Layout:
    """The columns that leave."""
    from surveys.exports.choosing import with_choices, without_identifiers

    if not selection.identifiers:
        layout = without_identifiers(layout, questionnaires)
    return with_choices(layout, selection.multiple)


def _files(submissions: QuerySet[Submission]) -> Generator[Any, None, None]:
    from surveys.exports.attachments import File

    kept = Attachment.objects.filter(submission__in=submissions.values("pk"), blob__isnull=False)
    for each in kept.select_related("blob", "submission").only(
        "name", "blob__file", "blob__sha256", "blob__size", "submission__instance_id"
    ).order_by("submission", "name").iterator(chunk_size=CHUNK):  # fmt: skip
        blob = each.blob
        key = each.submission.instance_id
        yield File(key, each.name, Path(blob.file.path), blob.sha256, blob.size)


def _counted(cases: Iterable[Case], total: int, tell: Told) -> Iterator[Case]:
    step = max(total // 50, CHUNK)
    for number, case in enumerate(cases, start=1):
        if number % step == 0:
            _tell_aside(tell, min(95, 95 * number // total))
        yield case


def _tell_aside(tell: Told, done: int) -> None:
    """Tell progress over a connection of its own, as the one of the export is still reading."""

    def told() -> None:
        try:
            tell(done)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(told).result()


def make_export(*, export: Export, tell: Told) -> None:
    """Write the file of an export that somebody asked for; a second attempt begins anew."""
    from surveys.exports.writing import suffix_of

    root = Path(settings.EXCHANGE_ROOT)
    folder = root / f"export-{export.public_id}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    stem = f"{export.survey.slug}-{timezone.localdate():%Y-%m-%d}"
    out = folder / f"{stem}{suffix_of(export.format)}"
    written = write_export(
        survey=export.survey,
        kind=export.format,
        selection=Selection(**export.options),
        out=out,
        tell=tell,
    )
    if len(written.files) > 1:
        out = _packed(written.files, folder / f"{stem}-{export.format}.zip")
    export.file.name = str(out.relative_to(root))
    export.size = out.stat().st_size
    told = asdict(written)
    export.told = {key: told[key] for key in ("rows", "renamed", "unfit", "cut")}
    export.save(update_fields=["file", "size", "told"])


def _packed(files: list[Path], archive: Path) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in files:
            packed.write(file, file.name)
            file.unlink()
    return archive


def remove_export(*, export: Export) -> None:
    """Remove the file of an export, then the export."""
    shutil.rmtree(Path(settings.EXCHANGE_ROOT) / f"export-{export.public_id}", ignore_errors=True)
    export.delete()


def remove_strays() -> None:
    """Remove files whose export was removed while a worker wrote them."""
    for folder in Path(settings.EXCHANGE_ROOT).glob("export-*"):
        public_id = folder.name.removeprefix("export-")
        if not Export.objects.filter(public_id=public_id).exists():
            shutil.rmtree(folder, ignore_errors=True)


def log_export(
    *, survey: Survey, actor: User | None, action: str, kind: str, options: Any, rows: int
) -> None:
    """Note that answers went out."""
    ExportLog.objects.create(
        survey=survey, actor=actor, action=action, format=kind, options=options, rows=rows
    )

"""Figures of a release to take away: as a picture that names its source, and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from portal.charts import Figure
from portal.words import in_language, sentence_gap
from surveys import public, queries
from surveys.findings.analyses import analyses_csv
from surveys.findings.spreadsheet import BYTE_ORDER_MARK, csv_bytes
from surveys.templatetags import figures
from surveys.templatetags.drawings import role_words, row_name
from surveys.templatetags.findings import unit_name
from surveys.templatetags.numbers import places_for
from surveys.templatetags.vocabulary import VOLUNTEERS
from surveys.templatetags.wording import among

if TYPE_CHECKING:
    from surveys.findings.charts import Chart, Mark
    from surveys.findings.document import Report
    from surveys.models import Release


@dataclass(frozen=True, slots=True)
class Download:
    """A figure with what its table needs: the release in words, and what to know to read it.

    `stem` begins the file's name.
    """

    stem: str
    chart: Chart
    figure: Figure
    release: str
    notes: str

    @property
    def svg(self) -> str:
        """The SVG document on white ground, with title and source."""
        return self.figure.poster

    @property
    def csv(self) -> bytes:
        """The published cells of the figure, a row each, with source and notes."""
        return BYTE_ORDER_MARK + csv_bytes([_header(), *_rows(self)])


def report_figure(release: Release, number: int) -> Download | None:
    """The figure of this number among the findings of a release; None where there is none."""
    report = queries.report_of(release)
    chart = next((each for each in report.charts if each.number == number), None)
    if chart is None:
        return None
    named, notes = _named(release, report), _notes(report, chart)
    figure = figures.report_figure(chart, report, _source(named, notes))
    return Download(_stem(release, f"figure-{number}"), chart, figure, named, notes)


def finding_figure(release: Release, name: str, by: str) -> Download | None:
    """A finding ("indicator:level") by the levels of a variable; None where there is none."""
    indicator, _separator, level = name.partition(public.SEPARATOR)
    quotable = public.quotables_of(release).get((indicator, level))
    if quotable is None or quotable.cell is None or by not in quotable.breakdowns:
        return None
    report, chart = queries.report_of(release), quotable.chart(by)
    named, notes = _named(release, report), _notes(report, chart)
    figure = figures.quoted_figure(
        quotable,
        by,
        report.confidence,
        volunteers=report.volunteers is not None,
        name="finding",
        source=_source(named, notes),
    )
    return Download(_stem(release, f"{indicator}-{by}"), chart, figure, named, notes)


def report_analyses(release: Release) -> tuple[str, bytes] | None:
    """Name and content of the table of a release's published models and tests; None without any."""
    tables = queries.report_of(release).analyses
    shown = [table.analysis for table in tables if table.shown]
    if not shown:
        return None
    return f"{_stem(release, 'analyses')}.csv", BYTE_ORDER_MARK + analyses_csv(shown)


def _stem(release: Release, what: str) -> str:
    return f"{release.survey.slug}-{release.number}-{what}-{get_language()}"


def _named(release: Release, report: Report) -> str:
    return _("%(survey)s, release %(number)s, %(date)s") % {
        "survey": in_language(report.title),
        "number": release.number,
        "date": date_format(release.day, "DATE_FORMAT"),
    }


def _notes(report: Report, chart: Chart) -> str:
    statuses = {mark.status for line in chart.lines for mark in line.marks}
    notes = [among(chart.bases)] if chart.bases else []
    if report.volunteers:
        notes.append(str(VOLUNTEERS))
    if "caution" in statuses:
        notes.append(_("( ) low precision, read with caution."))
    if "suppressed" in statuses:
        notes.append(_("‥ suppressed: too few respondents, too imprecise, or confidential."))
    if report.synthetic:
        notes.append(_("Synthetic data."))
    return sentence_gap().join(notes)


def _source(named: str, notes: str) -> tuple[str, ...]:
    first = sentence_gap().join((_("Source:"), named))
    return (first, notes) if notes else (first,)


def _header() -> tuple[str, ...]:
    return (
        _("Figure"),
        pgettext("of respondents", "Group"),
        _("Row"),
        _("Series"),
        _("Unit"),
        _("Value"),
        _("Lower bound"),
        _("Upper bound"),
        _("Precision"),
        _("Source"),
        _("Notes"),
    )


def _rows(download: Download) -> Iterator[tuple[str | float, ...]]:
    chart = download.chart
    for group in chart.groups:
        for line in group.lines:
            for place, mark in enumerate(line.marks):
                yield (
                    download.figure.title,
                    in_language(group.labels),
                    row_name(line),
                    _series(chart, mark, place),
                    unit_name(chart.unit),
                    *_numbers(mark, chart.unit),
                    _precision(mark),
                    download.release,
                    download.notes,
                )


def _series(chart: Chart, mark: Mark, place: int) -> str:
    return in_language(chart.series[place]) if chart.series else role_words(mark.role)


def _numbers(mark: Mark, unit: str) -> Iterator[str | float]:
    """Value and bounds as published: rounded like the tables, empty where suppressed."""
    for number in (mark.value, mark.lower, mark.upper):
        if number is None or mark.value is None:
            yield ""
        else:
            share = 100 if unit == "share" else 1
            yield round(share * number, places_for(mark.value, unit)) + 0.0


def _precision(mark: Mark) -> str:
    if mark.status == "suppressed":
        return _("suppressed")
    return _("low") if mark.status == "caution" else _("sufficient")

"""The front door of the survey app: what briefs and courses may ask of it.

A finding is named by the release that published it, so a later release never changes it. It can
be asked for as long as a public page shows that release, or has shown it before a newer one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.words import in_language
from surveys import queries
from surveys.findings.quoting import Quotable, quotables
from surveys.findings.tables import bases_of
from surveys.templatetags.numbers import amount, bracketed
from surveys.templatetags.wording import qualified

if TYPE_CHECKING:
    from surveys.cleaning.variable import Labels
    from surveys.findings.charts import Chart
    from surveys.findings.disclosure import Cell
    from surveys.findings.tables import Base, Table
    from surveys.models import FindingsPage, Release

Choices = list[tuple[str, list[tuple[str, str]]]]
SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class Finding:
    """An estimate for the whole population, as its release published it.

    `cell` holds value, interval, standard error, n, unit and status after disclosure control;
    `confidence` is the level of its interval as a fraction. `volunteers` is the flag that whatever
    quotes it shows. `address` is where the release can be
    read in the page's language, "" where it cannot. `newest` is the number of the survey's newest
    public release.
    """

    reference: str
    survey: Labels
    number: int
    newest: int
    released: date
    synthetic: bool
    volunteers: bool
    confidence: float
    content_hash: str
    address: str
    quotable: Quotable
    cell: Cell

    @property
    def labels(self) -> Labels:
        """What is measured."""
        return self.quotable.column.labels

    @property
    def level_labels(self) -> Labels:
        """The answer whose share it is; empty for a statistic without levels."""
        return self.quotable.column.level_labels

    @property
    def bases(self) -> tuple[Base, ...]:
        """Among whom it is; none where it is among all respondents."""
        return bases_of([self.quotable.column])

    @property
    def outdated(self) -> bool:
        """Whether a newer release of the survey is public."""
        return self.newest > self.number


class PublicReleases:
    """The public releases as they stand now: read once, asked as often as a page quotes them."""

    def __init__(self) -> None:
        self._releases = {each.public_id: each for each in queries.public_releases()}
        self._newest = queries.newest_numbers(self._releases.values())

    @cached_property
    def _pages(self) -> dict[int, FindingsPage]:
        """By release: its page in the page's language."""
        pages = queries.findings_pages(get_language() or "en")
        return {page.release_id: page for page in pages}

    def _address(self, release: Release) -> str:
        """The release's page, else its print; only what is asked for, as an address costs a query."""
        if page := self._pages.get(release.pk):
            return page.get_url() or ""
        return reverse("printed_findings", args=[release.public_id])

    def finding(self, reference: str) -> Finding | None:
        """The finding that a reference names; None where it is not public or does not exist."""
        public_id, _separator, name = reference.partition(SEPARATOR)
        indicator, _separator, level = name.partition(SEPARATOR)
        release = self._releases.get(public_id)
        quotable = quotables_of(release).get((indicator, level)) if release else None
        if release is None or quotable is None or quotable.cell is None:
            return None
        report = queries.report_of(release)
        return Finding(
            reference=reference,
            survey=report.title,
            number=release.number,
            newest=self._newest[release.survey_id],
            released=release.day,
            synthetic=report.synthetic,
            volunteers=report.volunteers is not None,
            confidence=report.confidence,
            content_hash=report.content_hash,
            address=self._address(release),
            quotable=quotable,
            cell=quotable.cell,
        )

    def choices(self) -> Choices:
        """What an editor can quote, by survey and release; newest releases first."""
        ordered = sorted(
            self._releases.values(), key=lambda each: each.number != self._newest[each.survey_id]
        )
        return [(self._title(release), _options(release)) for release in ordered]

    def variables(self) -> list[tuple[str, str]]:
        """The variables by which any finding is broken down, with their labels."""
        found = {
            name: in_language(labels)
            for release in self._releases.values()
            for quotable in quotables_of(release).values()
            for name, labels in quotable.variables.items()
        }
        return list(found.items())

    def _title(self, release: Release) -> str:
        words = {"survey": in_language(release.survey.titles), "number": release.number}
        if release.number == self._newest[release.survey_id]:
            return _("%(survey)s, release %(number)s") % words
        return _("%(survey)s, release %(number)s (superseded)") % words


def finding(release_public_id: str, indicator: str, level: str = "") -> Finding | None:
    """The finding of a public release; None where it is not public or does not exist."""
    return PublicReleases().finding(reference(release_public_id, indicator, level))


def chart(release_public_id: str, indicator: str, by: str, level: str = "") -> Chart | None:
    """A finding by the levels of one variable; None where there is no such breakdown."""
    found = finding(release_public_id, indicator, level)
    return chart_by(found, by) if found else None


def chart_by(found: Finding, by: str) -> Chart | None:
    """The chart of a finding's breakdown; None where there is none."""
    return found.quotable.chart(by) if by in found.quotable.breakdowns else None


def table_by(found: Finding, by: str) -> Table | None:
    """The numbers behind `chart_by`."""
    return found.quotable.table(by) if by in found.quotable.breakdowns else None


def finding_choices() -> Choices:
    """What an editor can quote: groups of references with their labels."""
    return PublicReleases().choices()


def variable_choices() -> list[tuple[str, str]]:
    """The variables by which findings are broken down."""
    return PublicReleases().variables()


def reference(release_public_id: str, indicator: str, level: str = "") -> str:
    """How a page names a finding."""
    return SEPARATOR.join((release_public_id, indicator, level))


def quotables_of(release: Release) -> dict[tuple[str, str], Quotable]:
    """What can be quoted of a release, by indicator and level."""
    return _indexed(release.content_hash, release)


@lru_cache(maxsize=16)
def _indexed(content_hash: str, release: Release) -> dict[tuple[str, str], Quotable]:
    return quotables(queries.report_of(release))


def _options(release: Release) -> list[tuple[str, str]]:
    """The findings of a release that are shown, with their values."""
    options = []
    for (indicator, level), quotable in quotables_of(release).items():
        cell = quotable.cell
        if cell is not None and cell.value is not None:
            name = qualified(
                in_language(quotable.column.labels), in_language(quotable.column.level_labels)
            )
            told = [name, bracketed(amount(cell.value, cell.unit), cell.status)]
            if queries.report_of(release).volunteers:
                told.append(_("volunteers"))
            options.append((reference(release.public_id, indicator, level), " · ".join(told)))
    return options

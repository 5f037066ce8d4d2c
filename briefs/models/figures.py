"""Figures: numbers and dates held as data, each with its source."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from briefs.figures_text import date_words, figure_words, period_words
from briefs.models.schemes import Scheme
from briefs.models.sources import Source
from briefs.models.vocabularies import (
    SIGNED_UNITS,
    DatePrecision,
    FigureKind,
    Measure,
    Qualifier,
    Unit,
)
from portal.fields import WordsField
from portal.models import Country
from portal.validators import HISTORY, storable
from portal.words import in_language

NO_SOURCE = _("A figure needs a source: choose the work in which it stands.")


class SourceKey(models.ForeignKey):
    """A reference to a source that forms too say is needed, and what to do."""

    def formfield(self, **options: Any) -> Any:
        return super().formfield(error_messages={"required": NO_SOURCE}, **options)


class FigureManager(models.Manager["Figure"]):
    """Figures as they are always shown: subject and source come in the same query."""

    def get_queryset(self) -> models.QuerySet[Figure]:
        return super().get_queryset().select_related("scheme", "country", "source")

    def with_rivals(self, keys: Iterable[int]) -> dict[int, Figure]:
        """Figures by primary key, each with its rivals; two queries in all."""
        found = self.in_bulk(list(keys))
        groups = {figure.group for figure in found.values()} - {""}
        members = list(self.filter(group__in=groups)) if groups else []
        for figure in found.values():
            figure.rivals = [
                other for other in members if other.group == figure.group and other.pk != figure.pk
            ]
        return found


class Figure(index.Indexed, models.Model):
    """A number or a date that a source states, or that was derived from such numbers.

    Statements that contradict each other share a `group` and are always shown together.
    """

    scheme = models.ForeignKey(
        Scheme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("scheme"),
        help_text=_("What the figure is about: a scheme, or else a country."),
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("country"),
    )
    measure = models.CharField(_("measure"), max_length=60, choices=Measure)
    value = models.DecimalField(
        _("number"),
        max_digits=20,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[storable],
        help_text=_("In single units: 833 million persons is 833000000."),
    )
    unit = models.CharField(_("unit"), max_length=30, choices=Unit, blank=True)
    date_value = models.DateField(
        _("date"),
        null=True,
        blank=True,
        validators=HISTORY,
        help_text=_("For a year or month its first day."),
    )
    date_precision = models.CharField(
        _("the date is known"), max_length=5, choices=DatePrecision, default=DatePrecision.YEAR
    )
    qualifier = models.CharField(
        _("qualifier"), max_length=12, choices=Qualifier, default=Qualifier.EXACT
    )
    kind = models.CharField(_("kind"), max_length=8, choices=FigureKind, default=FigureKind.RESULT)
    period_from = models.PositiveSmallIntegerField(
        _("from year"), null=True, blank=True, validators=HISTORY
    )
    period_to = models.PositiveSmallIntegerField(
        _("to year"), null=True, blank=True, validators=HISTORY
    )
    scope = WordsField(
        _("scope"), blank=True, help_text=_("Whom or what it counts, such as: rural residents.")
    )
    source = SourceKey(
        Source,
        models.PROTECT,
        related_name="figures",
        verbose_name=_("source"),
        error_messages={"null": NO_SOURCE},
    )
    locator = WordsField(
        _("place in the source"), blank=True, help_text=_("Such as: section 6, or page 12.")
    )
    note = WordsField(
        _("note"),
        blank=True,
        long=True,
        max_length=1000,
        help_text=_("What readers must know; for a derived figure how it was computed."),
    )
    group = models.SlugField(
        _("rival statements"),
        blank=True,
        help_text=_(
            "Statements that contradict each other share this word and are shown together."
        ),
    )

    objects = FigureManager()

    search_fields = [
        index.SearchField("searched_words"),
        index.AutocompleteField("searched_words"),
        # By these the admin's list is narrowed and sorted while somebody searches.
        *map(index.FilterField, ("measure", "kind", "scheme", "country", "source")),
    ]

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["measure", "period_from", "date_value", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scheme__isnull=True) ^ Q(country__isnull=True),
                name="figure_has_one_subject",
                violation_error_message=_("Choose a scheme or a country, not both."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) ^ Q(date_value__isnull=True),
                name="figure_is_number_or_date",
                violation_error_message=_("Give a number or a date, not both."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | ~Q(unit=""),
                name="number_has_unit",
                violation_error_message=_("A number needs a unit."),
            ),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True)
                | Q(period_to__isnull=True)
                | Q(period_from__lte=F("period_to")),
                name="figure_period_in_order",
                violation_error_message=_("The period ends before it begins."),
            ),
        ]
        indexes = [models.Index(fields=["group"], name="figure_group")]

    def __str__(self) -> str:
        return gettext("%(label)s: %(words)s") % {"label": self.dated_label, "words": self.words}

    @property
    def subject(self) -> Scheme | Country | None:
        """What the figure is about."""
        return self.scheme or self.country

    @property
    def label(self) -> str:
        """What is measured, of what, and in which scope."""
        names = {"measure": self.get_measure_display(), "subject": self.subject}
        label = gettext("%(measure)s – %(subject)s") % names
        scope = in_language(self.scope)
        return (
            gettext("%(label)s (%(scope)s)") % {"label": label, "scope": scope} if scope else label
        )

    @property
    def dated_label(self) -> str:
        """The label with the year or years, where the figure has any."""
        if not self.period:
            return self.label
        return gettext("%(label)s, %(period)s") % {"label": self.label, "period": self.period}

    @property
    def cited(self) -> str:
        """The source with the place in it."""
        place = in_language(self.locator)
        if not place:
            return self.source.short
        return gettext("%(source)s, %(place)s") % {"source": self.source.short, "place": place}

    @property
    def year(self) -> int:
        """The year by which statements are put in order; 0 where none is stated."""
        if self.date_value is not None:
            return self.date_value.year
        return self.period_from or self.period_to or 0

    @property
    def words(self) -> str:
        """The number with its unit, or the date, in the language of the page."""
        language = get_language() or "en"
        if self.date_value is not None:
            return date_words(self.date_value, self.date_precision, language)
        if self.value is None:
            return ""
        return figure_words(self.value, self.unit, self.qualifier, language)

    @property
    def period(self) -> str:
        """The year or years it is about; empty for a date and where the source states none."""
        if self.date_value is not None:
            return ""
        return period_words(self.period_from, self.period_to, get_language() or "en")

    @cached_property
    def rivals(self) -> list[Figure]:
        """The other statements of its group."""
        if not self.group:
            return []
        return list(Figure.objects.filter(group=self.group).exclude(pk=self.pk))

    def searched_words(self) -> str:
        """The words by which editors find the figure when they choose one."""
        names = [*self.subject.names.values()] if self.subject else []
        aliases = [*self.scheme.aliases.values()] if self.scheme else []
        years = [str(year) for year in (self.period_from, self.period_to) if year]
        measure = str(Measure(self.measure).label)
        return " , ".join([measure, *names, *aliases, *self.scope.values(), *years])

    def clean(self) -> None:
        super().clean()
        problems = {}
        if self.subject is None:
            problems["scheme"] = _("Choose what the figure is about: a scheme or a country.")
        if self.value is None and self.date_value is None:
            problems["value"] = _("Give the figure's number or its date.")
        if self.kind == FigureKind.DERIVED and not in_language(self.note):
            problems["note"] = _("Say how this figure was computed.")
        if self.value is not None and self.value < 0 and self.unit not in SIGNED_UNITS:
            problems["value"] = _("What has this unit cannot be less than nothing. Give 0 or more.")
        if problems:
            raise ValidationError(problems)

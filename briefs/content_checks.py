"""What editors should look at in the figures that pages quote."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import PageQuerySet

from briefs.models import Figure
from portal.registries import ContentCheck, ContentFinding


def undated_figures(pages: PageQuerySet) -> Iterator[ContentFinding]:
    """Figures that state no year; that each has its source, the database sees to."""
    figures = Figure.objects.filter(date_value=None, period_from=None, period_to=None)
    for figure in figures.select_related("source", "scheme", "country"):
        address = reverse("wagtailsnippets_briefs_figure:edit", args=[figure.pk])
        yield ContentFinding("figure", str(figure), address, "", _("The figure has no year."))


UNDATED_FIGURES = ContentCheck(
    "figure", gettext_lazy("Figures without a year"), undated_figures, 80
)

"""What editors should look at in the figures that pages quote."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import PageQuerySet

from briefs.models import Figure
from portal.registries import ContentCheck, ContentFinding


def undated_figures(pages: PageQuerySet) -> Iterator[ContentFinding]:
    """Figures that state no year, or rest on a work that is neither dated nor attributed."""
    no_year = Q(date_value=None, period_from=None, period_to=None)
    no_origin = Q(source__year=None) & Q(source__authors="") & Q(source__publisher="")
    figures = Figure.objects.filter(no_year | no_origin)
    for figure in figures.select_related("source", "scheme", "country"):
        lacks_year = figure.value is not None and not figure.year
        said = _("The figure has no year.") if lacks_year else _("Its source is not identified.")
        address = reverse(figure.snippet_viewset.get_url_name("edit"), args=[figure.pk])
        yield ContentFinding("figure", str(figure), address, "", said)


UNDATED_FIGURES = ContentCheck(
    "figure", gettext_lazy("Figures without year or source"), undated_figures, 80
)

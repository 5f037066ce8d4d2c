"""The facet of kinds of publications."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from briefs.models.vocabularies import PublicationKind
from portal.registries import Facet, Words


def kind_names(values: Iterable[str]) -> dict[str, Words]:
    """The names of kinds in the order of the vocabulary."""
    found = set(values)
    return {kind.value: kind.label for kind in PublicationKind if kind.value in found}


KIND = Facet("kind", _("Kind"), "publication_page__kind", kind_names, order=30)

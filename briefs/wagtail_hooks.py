"""The knowledge app inside the Wagtail admin: what pages refer to, in one menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from briefs.models import Audio, Figure, Institution, Person, Scheme, Series, Source
from portal.snippets import SnippetViewSet


class FigureViewSet(SnippetViewSet):
    model = Figure
    icon = "pick"
    list_display = [
        "measure",
        Column("subject", label=_("About")),
        Column("words", label=_("Figure")),
        Column("period", label=_("Year")),
        Column("source", label=_("Source")),
    ]
    list_filter = ["measure", "kind", "scheme", "country", "source"]
    ordering = ["measure", "pk"]


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "openquote"
    list_display = ["__str__", "publisher", "year"]


class SchemeViewSet(SnippetViewSet):
    model = Scheme
    icon = "tag"
    list_display = ["__str__", "country"]
    list_filter = ["country"]


class SeriesViewSet(SnippetViewSet):
    model = Series
    icon = "list-ol"


class InstitutionViewSet(SnippetViewSet):
    model = Institution
    icon = "home"
    list_display = ["__str__", "abbreviation", "country"]
    list_filter = ["country"]


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"


class AudioViewSet(SnippetViewSet):
    model = Audio
    icon = "media"
    list_display = ["title", "duration"]


class KnowledgeGroup(SnippetViewSetGroup):
    menu_label = _("Knowledge")
    menu_icon = "folder-open-inverse"
    menu_order = 220
    items = (
        FigureViewSet,
        SourceViewSet,
        SchemeViewSet,
        SeriesViewSet,
        InstitutionViewSet,
        PersonViewSet,
        AudioViewSet,
    )


register_snippet(KnowledgeGroup)

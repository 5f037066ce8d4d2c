"""Countries and topics, by which pages are found, in the menu of snippets."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from portal.models import Country, Topic
from portal.snippets import SnippetViewSet


class CountryViewSet(SnippetViewSet):
    """Countries by which pages are found."""

    model = Country
    icon = "globe"
    list_display = ["__str__", "code"]
    panels = [FieldPanel("code"), FieldPanel("names"), FieldPanel("aliases")]


class TopicViewSet(SnippetViewSet):
    """Topics by which pages are found."""

    model = Topic
    icon = "tag"
    list_display = ["__str__", "slug", "broader"]
    panels = [
        FieldPanel("names"),
        FieldPanel("slug"),
        FieldPanel("aliases"),
        FieldPanel("broader"),
    ]


class VocabularyGroup(SnippetViewSetGroup):
    """One menu for the words by which pages are found."""

    items = (CountryViewSet, TopicViewSet)
    menu_label = _("Vocabulary")
    menu_icon = "tag"
    menu_order = 400


register_snippet(VocabularyGroup)

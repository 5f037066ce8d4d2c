"""What the portal adds to Wagtail's admin: countries and topics."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal.models import Country, Topic


class CountryViewSet(SnippetViewSet):
    """Countries by which pages are found."""

    model = Country
    icon = "globe"
    list_display = ["__str__", "code"]
    panels = [FieldPanel("code"), FieldPanel("names")]


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


@hooks.register("insert_global_admin_css")
def admin_style() -> SafeString:
    """The look of our own form fields in the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("portal/css/admin.css"))

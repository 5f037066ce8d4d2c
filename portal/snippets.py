"""What all our snippets share in the admin."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext
from wagtail.snippets.views import chooser, snippets
from wagtail.snippets.widgets import AdminSnippetChooser


class SnippetChooser(AdminSnippetChooser):
    """Chooses a snippet; what was sent as its key and is none leaves the form as it was.

    It is made once for all people, so its words are found in the language of each when they are
    shown.
    """

    def __init__(self, model: type[Model], **options: Any) -> None:
        super().__init__(model, **options)
        name = model._meta.verbose_name
        self.choose_one_text = _filled("Choose %(object)s", name)
        self.choose_another_text = _filled("Choose another %(object)s", name)
        self.link_to_chosen_text = _filled("Edit this %(object)s", name)

    def get_instance(self, value: Any) -> Any:
        try:
            return super().get_instance(value)
        except ValueError:
            return None


def _filled(text: str, name: Any) -> Any:
    return lazy(lambda: gettext(text) % {"object": name}, str)()


class SnippetChooserViewSet(chooser.SnippetChooserViewSet):
    """The chooser of our snippets."""

    @cached_property
    def widget_class(self) -> SnippetChooser:
        return SnippetChooser(model=self.model, icon=self.icon)


class SnippetViewSet(snippets.SnippetViewSet):
    """A kind of snippets in the admin."""

    chooser_viewset_class = SnippetChooserViewSet

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """All rows, each with the others that its list names: no row asks for them by itself."""
        fields = self.model._meta.fields
        named = [
            each.name for each in fields if each.is_relation and each.name in self.list_display
        ]
        rows = self.model._default_manager.all()
        return rows.select_related(*named) if named else rows

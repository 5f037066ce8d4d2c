"""What all our snippets share in the admin."""

from typing import Any

from django.utils.functional import cached_property
from wagtail.snippets.views import chooser, snippets
from wagtail.snippets.widgets import AdminSnippetChooser


class SnippetChooser(AdminSnippetChooser):
    """Chooses a snippet; what was sent as its key and is none leaves the form as it was."""

    def get_instance(self, value: Any) -> Any:
        try:
            return super().get_instance(value)
        except ValueError:
            return None


class SnippetChooserViewSet(chooser.SnippetChooserViewSet):
    """The chooser of our snippets."""

    @cached_property
    def widget_class(self) -> SnippetChooser:
        return SnippetChooser(model=self.model, icon=self.icon)


class SnippetViewSet(snippets.SnippetViewSet):
    """A kind of snippets in the admin."""

    chooser_viewset_class = SnippetChooserViewSet

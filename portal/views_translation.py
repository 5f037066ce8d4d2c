"""Translating in the admin: translators prepare, only who may publish a page publishes it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail_localize.views import convert, update_translations


class UpdateTranslationsView(update_translations.UpdateTranslationsView):
    """Hands the new texts of a page over to its translations."""

    def get_form(self) -> Form:
        form = super().get_form()
        if not self._may_publish():
            publish = form.fields["publish_translations"]
            publish.disabled = True
            publish.help_text = _("An editor publishes the page once its new texts are translated.")
        return form

    def _may_publish(self) -> bool:
        translations = self.object.translations.filter(enabled=True)
        pages = (each.get_target_instance() for each in translations)
        return all(page.permissions_for_user(self.request.user).can_publish() for page in pages)


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Give a translation up; from then on the page shows what its source shows."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    return convert.convert_to_alias(request, page_id)

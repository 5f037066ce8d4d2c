"""Translating in the admin: translators prepare, only who may publish a page publishes it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views import convert, update_translations

from portal.translation_problems import refused_texts, told


class UpdateTranslationsView(update_translations.UpdateTranslationsView):
    """Hands the new texts of a page over to its translations."""

    def get_form(self) -> Form:
        form = super().get_form()
        if not self._may_publish():
            publish = form.fields["publish_translations"]
            publish.disabled = True
            publish.help_text = _("An editor publishes the page once its new texts are translated.")
        return form

    def form_valid(self, form: Form) -> HttpResponse:
        if form.cleaned_data["publish_translations"]:
            self.object.update_from_db()
            enabled = self.object.translations.filter(enabled=True)
            refused = [text for each in enabled for text in refused_texts(each)]
            if refused:
                messages.error(self.request, told(refused))
                form.cleaned_data["publish_translations"] = False
        return super().form_valid(form)

    def _may_publish(self) -> bool:
        translations = self.object.translations.filter(enabled=True)
        pages = (each.get_target_instance() for each in translations)
        return all(page.permissions_for_user(self.request.user).can_publish() for page in pages)


def refuse_wrong_translation(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Instead of publishing texts that the page's form would refuse, say which they are."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale, enabled=True
    ).first()
    if translation is None or not page.permissions_for_user(request.user).can_publish():
        return None
    refused = refused_texts(translation)
    if not refused:
        return None
    messages.error(request, told(refused))
    return redirect(request.path)


def keep_sources_from_translators(request: HttpRequest, page: Page) -> None:
    """Who may publish nothing writes translations only; raises `PermissionDenied` elsewhere."""
    translated = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale, enabled=True
    )
    if not page.permissions_for_user(request.user).can_publish() and not translated.exists():
        raise PermissionDenied


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Give a translation up; from then on the page shows what its source shows."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    return convert.convert_to_alias(request, page_id)

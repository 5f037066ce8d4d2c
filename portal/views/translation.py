"""Translating in the admin: translators prepare, only who may publish a page publishes it."""

from __future__ import annotations

from html import unescape
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages as admin_messages
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.views import (
    convert,
    edit_translation,
    submit_translations,
    update_translations,
)

from portal.translation import behind_their_source, hand_over_address
from portal.translation_problems import refused_texts, told
from portal.translation_source import store_draft
from portal.translation_texts import is_plain, keep_references


class SubmitTranslationView(submit_translations.SubmitPageTranslationView):
    """Begins a translation with the newest draft of a page that nobody can see yet."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        store_draft(self.object)
        self.object = self.get_object()
        return super().post(request, **kwargs)


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
        source = self.object.get_source_instance()
        if isinstance(source, Page):
            store_draft(source)
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
    keep_references(translation)
    refused = refused_texts(translation)
    if not refused:
        return None
    messages.error(request, told(refused))
    return redirect(request.path)


def edit_text(request: HttpRequest, translation_id: int, segment_id: int) -> HttpResponse:
    """Store one translated text; the answer shows a plain one as it reads."""
    response = edit_translation.edit_string_translation(request, translation_id, segment_id)
    if "data" in (response.data or {}):
        segment = StringSegment.objects.get(pk=segment_id)
        if is_plain(segment.context_id):
            response.data["data"] = unescape(response.data["data"])
    return response


def guide_translators(request: HttpRequest, page: Page) -> None:
    """Who may publish nothing writes translations only; raises `PermissionDenied` elsewhere."""
    if page.permissions_for_user(request.user).can_publish():
        return
    translated = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale, enabled=True
    )
    if not translated.exists():
        raise PermissionDenied
    if request.method == "GET":
        text = _(
            "Each text is saved by itself. An editor publishes the page once it is translated."
        )
        messages.info(request, text)


def tell_of_new_texts(request: HttpRequest, page: Page) -> None:
    """Where the source has new texts, say so above the translation and lead to them."""
    behind = behind_their_source(Page.objects.filter(pk=page.pk)).first()
    if behind is not None and request.method == "GET":
        button = admin_messages.button(hand_over_address(behind), _("Take over the new texts"))
        text = _("The source has changed since it was translated.")
        admin_messages.warning(request, text, buttons=[button])


def stop_translation(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Go on with a translated page as a page of its own, as those do who may publish it."""
    translation = get_object_or_404(Translation, pk=translation_id)
    target = translation.get_target_instance()
    if isinstance(target, Page) and not target.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    return edit_translation.stop_translation(request, translation_id)


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Give a translation up; from then on the page shows what its source shows."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    return convert.convert_to_alias(request, page_id)

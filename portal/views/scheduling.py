"""A translation goes live at the time of its source: what editors are told, and its publishing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages as admin_messages
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from portal.time_zones import told
from portal.translation import with_missing_texts
from portal.translation_source import awaited, is_in_step, translated_pages


def schedule_with_source(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Where the source waits for its time, “Publish” lets the translation wait for the same."""
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale, enabled=True
    ).first()
    source = translation and awaited(translation)
    if source is None or page.live or not page.permissions_for_user(request.user).can_publish():
        return None
    time = {"time": told(source.go_live_at)}
    if request.method == "POST" and request.POST.get("action") == "publish":
        translation.save_target(user=request.user, publish=True)
        messages.success(request, _("This version goes live with its source: %(time)s.") % time)
        if with_missing_texts(Page.objects.filter(pk=page.pk)).exists():
            messages.warning(request, _("Some texts are still in the source language."))
        if not is_in_step(translation.source, source):
            messages.warning(request, _("The source has changed since it was translated."))
        return redirect(request.path)
    if request.method == "GET" and not page.approved_schedule:
        text = _(
            "The source goes live %(time)s. Publish this version here: it waits for that, too."
        )
        messages.info(request, text % time)
    return None


def tell_of_translations(request: HttpRequest, page: Page) -> None:
    """After a page was scheduled, say which of its translations wait with it and which do not."""
    if page.live or not page.approved_schedule:
        return
    for translated in translations_of(page):
        if translated.approved_schedule:
            text = _("The page in %(language)s goes live at the same time.")
            messages.info(request, text % {"language": translated.locale.get_display_name()})
        elif not translated.live:
            warn(
                request,
                translated,
                _(
                    "The page in %(language)s does not go live at the same time yet: publish it in "
                    "its editor."
                ),
            )


def tell_what_stays(request: HttpRequest, page: Page) -> None:
    """After a page was taken down, say which of its translations the public still sees."""
    for translated in translations_of(page):
        if translated.live:
            warn(request, translated, _("The page in %(language)s stays public."))


def translations_of(page: Page) -> list[Page]:
    source = TranslationSource.objects.get_for_instance_or_none(page)
    return list(translated_pages(source)) if source else []


def warn(request: HttpRequest, page: Page, text: str) -> None:
    """A warning about a translation, with a button that opens its editor."""
    button = admin_messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Edit"))
    language = {"language": page.locale.get_display_name()}
    admin_messages.warning(request, text % language, buttons=[button])

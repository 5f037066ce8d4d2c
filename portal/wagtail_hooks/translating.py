"""Translating: who may do what, plain texts as they read, and going live with the source."""

from django.urls import URLPattern, path
from wagtail import hooks

from portal.views import scheduling, translation


@hooks.register("register_admin_urls", order=-1)
def translation_addresses() -> list[URLPattern]:
    """Addresses of wagtail-localize at which drafts are taken over and only those publish who may."""
    return [
        path(
            "localize/submit/page/<row:page_id>/",
            translation.SubmitTranslationView.as_view(),
            name="portal_submit_translation",
        ),
        path(
            "localize/translate/<row:translation_id>/strings/<row:segment_id>/edit/",
            translation.edit_text,
            name="portal_edit_text",
        ),
        path(
            "localize/translate/<row:translation_id>/disable/",
            translation.stop_translation,
            name="portal_stop_translation",
        ),
        path(
            "localize/update/<row:translation_source_id>/",
            translation.UpdateTranslationsView.as_view(),
            name="portal_update_translations",
        ),
        path(
            "localize/page/<row:page_id>/convert_to_alias/",
            translation.convert_to_alias,
            name="portal_convert_to_alias",
        ),
    ]


hooks.register("before_edit_page", translation.guide_translators, order=-2)
hooks.register("before_edit_page", translation.tell_of_new_texts, order=-2)
hooks.register("before_edit_page", translation.refuse_wrong_translation, order=-1)
hooks.register("before_edit_page", scheduling.schedule_with_source, order=-1)
hooks.register("after_publish_page", scheduling.tell_of_translations)
hooks.register("after_unpublish_page", scheduling.tell_what_stays)

"""What editors meet on the way from a draft to a published page."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.models import Page


@hooks.register("insert_global_admin_css")
def admin_style() -> SafeString:
    """The look of our own form fields in the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("portal/css/admin.css"))


class MainContentCheckerItem(ContentCheckerItem):
    """Checks what the editor writes, not the frame of the site or the large numbers of figures."""

    axe_include = ["main"]
    axe_exclude = [".stated__value"]
    axe_run_only = [*ContentCheckerItem.axe_run_only, "image-alt"]


@hooks.register("construct_wagtail_userbar")
def check_main_content(request: HttpRequest, items: list[Any], page: Model) -> None:
    items[:] = [
        MainContentCheckerItem(in_editor=item.in_editor)
        if isinstance(item, ContentCheckerItem)
        else item
        for item in items
    ]


@hooks.register("before_bulk_action")
def publish_only_what_is_complete(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """A draft that still lacks something is named instead of being published with others."""
    if action_type != "publish":
        return None
    pages = [each for each in objects if isinstance(each, Page)]
    if action.cleaned_form.cleaned_data["include_descendants"]:
        pages += [below for page in pages for below in page.get_descendants().not_live()]
    incomplete = [page for page in pages if not is_complete(page)]
    if not incomplete:
        return None
    text = gettext(
        "Nothing was published, because “%(titles)s” is not complete. Open it and publish it there "
        "to see what it lacks."
    )
    titles = "”, “".join(page.get_admin_display_title() for page in incomplete)
    messages.error(request, text % {"titles": titles})
    return redirect("wagtailadmin_explore", incomplete[0].get_parent().pk)


def is_complete(page: Page) -> bool:
    """Whether the newest draft of a page holds all that readers need."""
    try:
        page.get_latest_revision_as_object().full_clean()
    except ValidationError:
        return False
    return True

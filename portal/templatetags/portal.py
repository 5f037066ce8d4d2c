"""Tags of components that need logic."""

import re
from typing import Any

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from portal.registries import panels
from portal.words import sentence_gap

register = template.Library()

Context = dict[str, Any]

register.simple_tag(sentence_gap, name="gap")

HOME_DEPTH = 2
WORD = re.compile(r"[^\W\d_]{2,}")


def home_page(context: Context) -> Page | None:
    """The home page of the current language, read once per request."""
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    if site is None:
        return None
    if not hasattr(request, "_home_page"):
        request._home_page = site.root_page.localized
    return request._home_page


@register.simple_tag
def home_url() -> str:
    """The address of the home page in the current language."""
    return f"/{get_language() or settings.LANGUAGE_CODE}/"


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[dict[str, str]]:
    """The pages below the home page that are shown in menus; the current one is marked."""
    return [entry for entry in sections(context) if entry["in_menu"]]


@register.simple_tag(takes_context=True)
def side_menu(context: Context) -> list[dict[str, str]]:
    """The pages below the home page that are not in the main menu; the footer leads to them."""
    return [entry for entry in sections(context) if not entry["in_menu"]]


@register.simple_tag(takes_context=True)
def privacy_notice(context: Context) -> dict[str, Any] | None:
    """The page `privacy` directly below the home page, as the demonstration has it."""
    return next((entry for entry in sections(context) if entry["slug"] == "privacy"), None)


def sections(context: Context) -> list[dict[str, Any]]:
    """The live pages directly below the home page, read once per request."""
    home = home_page(context)
    if home is None:
        return []
    request, page = context["request"], context.get("page")
    here = page.path if isinstance(page, Page) else ""
    if not hasattr(request, "_sections"):
        request._sections = [
            {
                "slug": entry.slug,
                "title": entry.title,
                "url": entry.get_url(request),
                "current": current(entry.path, here),
                "in_menu": entry.show_in_menus,
            }
            for entry in home.get_children().live()
        ]
    return request._sections


@register.simple_tag
def imprint() -> dict[str, str]:
    """Where to write to, and the numbers under which the site is filed; empty where there is none."""
    return {
        "email": settings.CONTACT_EMAIL,
        "icp": settings.ICP_NUMBER,
        "public_security": settings.PUBLIC_SECURITY_NUMBER,
    }


def current(entry: str, here: str) -> str:
    """The value of `aria-current`: page for the page itself, true for a page above it."""
    if entry == here:
        return "page"
    return "true" if here.startswith(entry) else ""


@register.simple_tag(takes_context=True)
def breadcrumbs(context: Context) -> list[dict[str, str]]:
    """The pages above this one from the home page down.

    The home page is called so; its own title is a headline. What is no page of the tree stands
    below the home page and the steps that its view gives as `trail`.
    """
    page = context.get("page")
    if not isinstance(page, Page):
        trail = context.get("trail") or account_trail(context.get("request"))
        return [{"title": _("Home"), "url": home_url()}, *trail]
    return [
        {
            "title": _("Home") if above.depth == HOME_DEPTH else above.title,
            "url": above.get_url(context.get("request")),
        }
        for above in page.get_ancestors().live().filter(depth__gte=HOME_DEPTH)
    ]


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[dict[str, Any]]:
    """For each language its name in that language and the address of this page in it.

    A page without a translation leads to the home page of the other language. What narrows a list
    is kept; the number of its sheet is not, since lists differ in length.
    """
    request = context.get("request")
    addresses = translations(context)
    kept = QueryDict(mutable=True)
    if request and isinstance(context.get("page"), Page):
        kept.update(request.GET)
        kept.pop("page", None)
    links = []
    for code, _name in settings.LANGUAGES:
        url = addresses.get(code, f"/{code}/")
        links.append(
            {
                "code": code,
                "name": get_language_info(code)["name_local"],
                "url": f"{url}?{kept.urlencode()}" if kept and code in addresses else url,
                "absolute_url": request.build_absolute_uri(url) if request else url,
                "translated": code in addresses,
                "current": code == get_language(),
            }
        )
    return links


def translations(context: Context) -> dict[str, str]:
    """The addresses of this page by language, as far as it exists in that language."""
    request, page = context.get("request"), context.get("page")
    if isinstance(page, Page):
        versions = page.get_translations(inclusive=True).live().select_related("locale")
        return {version.locale.language_code: version.get_url(request) for version in versions}
    match = getattr(request, "resolver_match", None)
    if match is None or match.url_name == "wagtail_serve":
        return {}
    return {
        code: translate_url(request.get_full_path(), code) for code, _name in settings.LANGUAGES
    }


@register.filter
def written_in(page: object) -> str:
    """The language of a page that stands untranslated in another; empty for any other page."""
    return settings.LANGUAGE_CODE if getattr(page, "alias_of_id", None) else ""


@register.simple_tag(takes_context=True)
def words_of_address(context: Context) -> str:
    """What the last part of the address says, as words to look for; empty where it says none."""
    last = context["request"].path.rstrip("/").rpartition("/")[2]
    words = WORD.findall(last)
    return "" if last == get_language() else " ".join(words)


@register.simple_tag(takes_context=True)
def social_card(context: Context) -> str:
    """The address of the picture that stands for the site in shared links.

    A language without a card of its own shows that of the site's first language.
    """
    names = (f"portal/img/card.{code}.png" for code in (get_language(), settings.LANGUAGE_CODE))
    address = static(next(name for name in names if finders.find(name)))
    request = context.get("request")
    return request.build_absolute_uri(address) if request else address


@register.simple_tag(takes_context=True)
def home_panels(context: Context) -> SafeString:
    """The panels that apps show on the home page."""
    request = context["request"]
    shown = []
    for panel in panels():
        values = panel.context(request)
        if values is not None:
            shown.append(render_to_string(panel.template, dict(values), request))
    return mark_safe("".join(shown))  # noqa: S308 - templates have escaped what they show


ACCOUNT_PAGES = {
    "account_profile": gettext_lazy("Profile"),
    "account_email": gettext_lazy("E-mail address"),
    "account_change_password": gettext_lazy("Password"),
    "mfa_index": gettext_lazy("Second factor"),
    "usersessions_list": gettext_lazy("Open sessions"),
}


def account_trail(request: HttpRequest | None) -> list[dict[str, Any]]:
    """The pages above one of one's own account: the start page, and the part that it belongs to."""
    start = reverse("start")
    if not request or not request.path.startswith(start) or not request.user.is_authenticated:
        return []
    above = {"start": gettext_lazy("My start page"), **ACCOUNT_PAGES}
    steps = [{"title": title, "url": reverse(name)} for name, title in above.items()]
    return [
        step
        for step in steps
        if request.path.startswith(step["url"]) and request.path != step["url"]
    ]


@register.simple_tag(takes_context=True)
def account_menu(context: Context) -> list[dict[str, Any]]:
    """The pages of one's own account; the one being read, or the one it belongs to, is marked."""
    path = context["request"].path
    pages = {**ACCOUNT_PAGES}
    if settings.OIDC_SERVER:
        pages["socialaccount_connections"] = gettext_lazy("Institution’s log-in")
    links = [{"title": title, "url": reverse(name)} for name, title in pages.items()]
    return [{**link, "current": path.startswith(link["url"])} for link in links]

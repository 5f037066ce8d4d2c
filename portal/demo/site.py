"""The site a demonstration begins with: pages in both languages and an account per group.

Everything here may be called again: what exists is left as it is.
"""

import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Locale, Page, Site

from portal.demo.content import ABOUT, EVENTS, HOME, MENU, PageContent, Words, segment
from portal.demo.trust import TRUST
from portal.models import BasePage, HomePage, ListingPage, PlainPage, User
from portal.translation import translate_page

CHINESE = "zh-hans"
DEMO_DOMAIN = "demo.example"


@transaction.atomic
def build_site() -> HomePage:
    """The English home page of the site; pages and their Chinese versions are made if missing."""
    english = Locale.objects.get(language_code="en")
    Locale.objects.get_or_create(language_code=CHINESE)
    home = HomePage.objects.filter(locale=english).first()
    if home is None:
        home = make_page(Page.get_first_root_node(), HomePage, HOME, in_menus=False)
        point_site_at(home)
    for listing in MENU:
        make_page(home, ListingPage, listing)
    make_page(home, ListingPage, EVENTS, in_menus=False)
    for plain in (ABOUT, *TRUST):
        make_page(home, PlainPage, plain, in_menus=False)
    return home


def make_page(
    parent: Page, model: type[BasePage], content: PageContent, *, in_menus: bool = True
) -> BasePage:
    """The published page below `parent`, made and translated unless it is there."""
    existing = model.objects.child_of(parent).filter(slug=content.slug).first()
    if existing:
        return existing
    page = model(
        title=content.title.en,
        slug=content.slug,
        summary=content.summary.en,
        show_in_menus=in_menus,
        locale=Locale.objects.get(language_code="en"),
    )
    if isinstance(page, PlainPage):
        page.story = list(story_of(content))
    stored = publish_below(parent, page)
    translate(stored, {segment(words.en): segment(words.zh) for words in words_of(content)})
    return stored


def publish_below(parent: Page, page: Page) -> Page:
    """The page, published below `parent`, as it is stored.

    It is read anew because blocks get their ids when they are stored, and translations need them.
    """
    free_slug(parent, page.slug)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page.specific_class.objects.get(pk=page.pk)


def translate(page: Page, words: Mapping[str, str]) -> Page:
    """The page's published Chinese version; `words` gives the Chinese of each English text."""
    return translate_page(page, Locale.objects.get(language_code=CHINESE), words)


def story_of(content: PageContent) -> Iterable[tuple[str, object]]:
    """The page's sections as blocks of a story, in English."""
    for section in content.sections:
        yield "heading", {"text": section.heading.en, "level": "2"}
        yield "text", "".join(f"<p>{paragraph.en}</p>" for paragraph in section.paragraphs)


def words_of(content: PageContent) -> Iterable[Words]:
    """All texts of the page."""
    yield content.title
    yield content.summary
    for section in content.sections:
        yield section.heading
        yield from section.paragraphs


def free_slug(parent: Page, slug: str) -> None:
    """Move the welcome page that Wagtail makes out of the way; it goes with `point_site_at`."""
    Page.objects.child_of(parent).filter(slug=slug, content_type__model="page").update(
        slug="welcome"
    )


def point_site_at(home: HomePage) -> None:
    """Make `home` the root of the one site and delete Wagtail's welcome page."""
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": "localhost",
            "site_name": "Social Security Training Portal",
            "root_page": home,
        },
    )
    Page.objects.filter(depth=2, content_type__model="page").delete()
    Site.clear_site_root_paths_cache()


def make_accounts(password: str = "") -> dict[str, str]:
    """The passwords by e-mail address of the accounts made now: one account per group.

    Without `password` each account gets a random one. Existing accounts keep theirs.
    """
    made = {}
    for group in Group.objects.order_by("pk"):
        email = f"{group.name}@{DEMO_DOMAIN}"
        if known := User.objects.filter(email__iexact=email).first():
            known.vouch_for_address()
            continue
        made[email] = password or secrets.token_urlsafe(12)
        user = User.objects.create_user(
            email,
            made[email],
            first_name="Demo",
            last_name=group.name,
            is_superuser=group.name == "administrator",
        )
        user.groups.add(group)
        user.vouch_for_address()
    return made


def keep_passwords(path: Path, passwords: dict[str, str]) -> dict[str, str]:
    """All demo passwords known so far, kept in a file that only its owner may read."""
    known = (
        dict(line.split("\t", 1) for line in path.read_text().splitlines()) if path.exists() else {}
    )
    known.update(passwords)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.writelines(f"{email}\t{password}\n" for email, password in known.items())
    return known

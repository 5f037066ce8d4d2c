"""What a query finds among the public pages of a language, ready to be shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.core.paginator import Page as Sheet
from django.http import HttpRequest
from modelsearch.query import PlainText
from wagtail.models import Page, PageQuerySet, Site

from portal.facets import Narrowed, narrow
from portal.search.excerpts import Fragment, excerpt, marked
from portal.search.plain_text import page_text, passages
from portal.search.tokens import Term, holds_all, parts, query_terms, tokenise
from portal.sheets import Sheets

RESULTS_PER_PAGE = 10
PLACES_PER_RESULT = 3
HOME_DEPTH = 2


@dataclass(frozen=True)
class Place:
    """A part of a page that holds all that was asked."""

    url: str
    title: tuple[Fragment, ...]


@dataclass(frozen=True)
class Result:
    """One page that was found; `trail` names the pages above it from the top."""

    url: str
    title: tuple[Fragment, ...]
    label: str
    date: str
    trail: tuple[str, ...]
    excerpt: tuple[Fragment, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Answer:
    """What was found; `partly` where no page holds all that was asked, and these hold some of it.

    `sheet` is one sheet of the pages found, `results` are its pages as they are shown.
    """

    narrowed: Narrowed
    sheet: Sheet
    results: tuple[Result, ...]
    partly: bool


def home_pages(request: HttpRequest) -> tuple[Page | None, list[Page]]:
    """The home page of the current language, and the live ones of the other languages."""
    site = Site.find_for_request(request)
    if site is None:
        return None, []
    home = site.root_page.localized
    return home, list(home.get_translations().live().select_related("locale"))


def answer(request: HttpRequest, home: Page, query: str) -> Answer | None:
    """The pages that hold all of the query, or else some of it; None where it holds no word."""
    if not query_terms(query):
        return None
    asked = PlainText(query)
    found = _found(home, asked)
    partly = not found.exists()
    if partly:
        asked = PlainText(parts(query), operator="or")
        found = _found(home, asked)
    narrowed = narrow(found, request.GET)
    # Searched anew: backends refuse to rank what they have narrowed by words already.
    pages = Page.objects.filter(pk__in=narrowed.pages.values("pk"))
    ranked = pages.specific().search(asked)
    sheet = Sheets(ranked, RESULTS_PER_PAGE).get_page(request.GET.get("page"))
    shown, terms = list(sheet.object_list), query_terms(asked.query_string)
    trails = _trails(shown)
    results = tuple(_result(request, home, page, trails, terms) for page in shown)
    return Answer(narrowed, sheet, results, partly)


def count(home: Page, query: str) -> int:
    """How many public pages below a home page hold all of the query."""
    return _found(home, PlainText(query)).count()


def _found(home: Page, query: PlainText) -> PageQuerySet:
    """The pages below a home page, and itself, that hold the query and that everybody may see."""
    pages = Page.objects.descendant_of(home, inclusive=True).live().public()
    return pages.search(query, order_by_relevance=False).get_queryset().order_by()


def _result(
    request: HttpRequest, home: Page, page: Page, trails: dict[str, str], terms: Sequence[Term]
) -> Result:
    page.locale = home.locale  # the pages below a home page are in its language
    url = page.get_url(request)
    return Result(
        url=url,
        title=marked(page.title, terms),
        label=page.label,
        date=page.shown_date,
        trail=tuple(trails[path] for path in _paths_above(page) if path in trails),
        excerpt=_excerpt(page, terms),
        places=_places(page, url, terms),
    )


def _excerpt(page: Page, terms: Sequence[Term]) -> tuple[Fragment, ...]:
    """A piece of the page's own text.

    Where neither that nor its title holds what was asked, of what else readers find on the page,
    which takes queries.
    """
    own = excerpt(page_text(page), terms)
    if _holds(own) or _holds(marked(page.title, terms)):
        return own
    rest = excerpt(page.further_words(), terms)
    return rest if _holds(rest) else own


def _holds(fragments: Sequence[Fragment]) -> bool:
    return any(fragment.marked for fragment in fragments)


def _places(page: Page, url: str, terms: Sequence[Term]) -> tuple[Place, ...]:
    """The first parts of a page with an address of their own that hold all of the terms."""
    holding = (part for part in passages(page) if holds_all(tokenise(part.text), terms))
    return tuple(
        Place(f"{url}#{part.anchor}", marked(part.title, terms))
        for part in islice(holding, PLACES_PER_RESULT)
    )


def _trails(pages: Iterable[Page]) -> dict[str, str]:
    """The titles of the live pages above these by their paths."""
    paths = {path for page in pages for path in _paths_above(page)}
    return dict(Page.objects.live().filter(path__in=paths).values_list("path", "title"))


def _paths_above(page: Page) -> list[str]:
    """The tree paths of the pages between the home page and this one, from the top."""
    step = page.steplen
    return [page.path[: depth * step] for depth in range(HOME_DEPTH + 1, page.depth)]

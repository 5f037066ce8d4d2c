"""Where apps tell the portal what they add; each app does so in its `ready()`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

if TYPE_CHECKING:
    from wagtail.models import PageQuerySet

Words = str | Promise
Progress = Callable[[int], None]
"""Says how many per cent of a job are done."""
JobFunction = Callable[[Mapping[str, Any], Progress], Mapping[str, Any] | None]
"""Does a job: takes its input, may tell progress, returns what is stored as the result."""


@dataclass(frozen=True)
class Awaiting:
    """One thing that awaits a person: a sentence and where to go; `done` of `total` shows a bar.

    `progress` says in words what the bar shows, where "1 of 3 done" does not say it.
    """

    text: str
    url: str
    done: int | None = None
    total: int | None = None
    progress: str = ""


@dataclass(frozen=True)
class Door:
    """Where a person can go on from the page they see after they log in."""

    title: Words
    text: Words
    url: str


def nothing(request: HttpRequest) -> Iterable[Awaiting]:
    """A card behind which nothing ever waits."""
    return ()


@dataclass(frozen=True)
class StartCard:
    """A door on the page that people see after they log in.

    `address` is the name of a route without arguments, or a function that gives an address or,
    where there is nothing to open, an empty text: then the card is left out. `groups` are those
    who see the card; an empty set means everybody who is logged in. Administrators see all cards.
    `awaiting` gives what waits behind the door for this person to do, `news` what is new there to
    read; both ask few queries.
    """

    key: str
    title: Words
    text: Words
    address: str | Callable[[HttpRequest], str]
    groups: frozenset[str] = frozenset()
    order: int = 100
    awaiting: Callable[[HttpRequest], Iterable[Awaiting]] = nothing
    news: Callable[[HttpRequest], Iterable[Awaiting]] = nothing

    def url(self, request: HttpRequest) -> str:
        """Where the door leads."""
        return reverse(self.address) if isinstance(self.address, str) else self.address(request)


@dataclass(frozen=True)
class Right:
    """Something that some people may do, in one sentence.

    `actors` are groups, or `visitor` and `respondent` for people without an account.
    `permissions` are what it stands on, such as `wagtailcore.publish_page`; it may stand on none,
    where a view decides by what a person is to a survey or a cohort.
    """

    key: str
    text: Words
    actors: frozenset[str]
    permissions: frozenset[str] = frozenset()
    order: int = 100


@dataclass(frozen=True)
class HomePanel:
    """A part of the home page: a template and the function that makes its context.

    The function returns None when there is nothing to show.
    """

    key: str
    template: str
    context: Callable[[HttpRequest], Mapping[str, Any] | None]
    order: int = 100


@dataclass(frozen=True)
class Specimen:
    """A component in the gallery: its name, its template and what it is shown with.

    `listed` is the class of the list whose entry it is; empty where it stands alone.
    """

    name: Words
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    listed: str = ""


@dataclass(frozen=True)
class Facet:
    """A way to narrow a listing: `?key=value` keeps the pages whose `lookup` has that value.

    `lookup` is a path of fields that begins at Wagtail's `Page`. `names` gives the words of all
    values found, in the page's language and in the order in which they are offered. A facet is
    offered where there are at least so many values.
    """

    key: str
    label: Words
    lookup: str
    names: Callable[[Iterable[str]], Mapping[str, Words]]
    order: int = 100
    least: int = 1


@dataclass(frozen=True)
class ListingNote:
    """What a listing says when it shows pages of a kind, such as where to subscribe to them.

    `template` stands above the pages, `head` in the document's head.
    """

    model: str
    template: str
    head: str


@dataclass(frozen=True)
class Routine:
    """Work that workers do again and again; `every` is how long they wait in between."""

    name: str
    work: Callable[[], object]
    every: timedelta


@dataclass(frozen=True)
class ContentFinding:
    """One thing to mend: the check that found it, where it stands, and where it is mended."""

    kind: str
    name: str
    url: str
    language: str
    detail: str = ""


@dataclass(frozen=True)
class ContentCheck:
    """A look at pages; `find` gets the live pages a person may edit and asks few queries."""

    kind: str
    label: Words
    find: Callable[["PageQuerySet"], Iterable[ContentFinding]]
    order: int = 100


start_cards: dict[str, StartCard] = {}
rights: dict[str, Right] = {}
own_doors: dict[Callable[[HttpRequest], Iterable[Door]], None] = {}
"""Functions that give the doors to what is a person's own; kept in order."""
facets: dict[str, Facet] = {}
listing_notes: dict[str, ListingNote] = {}
listing_dates: dict[str, None] = {}
"""Paths of fields, from Wagtail's `Page`, that hold the date of an app's pages; kept in order."""
home_panels: dict[str, HomePanel] = {}
specimens: dict[str, Specimen] = {}
shown_models: set[str] = set()
"""Labels of models, beside pages and snippets, whose rows public pages show."""
job_functions: dict[str, JobFunction] = {}
routines: dict[str, Routine] = {}
content_checks: dict[str, ContentCheck] = {}


def register_start_card(card: StartCard) -> None:
    """Add a card, or replace the one with its key."""
    start_cards[card.key] = card


def register_right(right: Right) -> None:
    """Add something that people may do, or replace the one with its key."""
    rights[right.key] = right


def register_own_doors(doors: Callable[[HttpRequest], Iterable[Door]]) -> None:
    """Add doors to what is a person's own; they stand before the cards."""
    own_doors[doors] = None


def register_home_panel(panel: HomePanel) -> None:
    """Add a panel, or replace the one with its key."""
    home_panels[panel.key] = panel


def register_specimen(specimen: Specimen) -> None:
    """Show a component in the gallery, or replace what is shown of its template."""
    specimens[specimen.template] = specimen


def register_facet(facet: Facet) -> None:
    """Add a facet, or replace the one with its key."""
    facets[facet.key] = facet


def register_listing_note(note: ListingNote) -> None:
    """Add a note, or replace the one for its kind of page."""
    listing_notes[note.model] = note


def register_listing_date(lookup: str) -> None:
    """Say where pages of a kind keep the date by which listings order them."""
    listing_dates[lookup] = None


def register_shown_model(label: str) -> None:
    """Say that public pages show rows of this model: kept copies go when one is saved."""
    shown_models.add(label)


def register_job(kind: str, function: JobFunction) -> None:
    """Say which function does jobs of this kind."""
    job_functions[kind] = function


def register_routine(routine: Routine) -> None:
    """Have workers do this again and again."""
    routines[routine.name] = routine


def register_content_check(check: ContentCheck) -> None:
    """Add a check of content, or replace the one of its kind."""
    content_checks[check.kind] = check


def cards_for(group_names: set[str], *, everything: bool = False) -> list[StartCard]:
    """The cards that members of these groups see, in order."""
    return sorted(
        (
            card
            for card in start_cards.values()
            if everything or not card.groups or card.groups & group_names
        ),
        key=lambda card: (card.order, card.key),
    )


def groups_of(user: Any) -> tuple[set[str], bool]:
    """The names of a person's groups, and whether the person sees what all groups see."""
    groups = set(user.groups.values_list("name", flat=True))
    return groups, user.is_superuser or "administrator" in groups


def awaiting(request: HttpRequest) -> list[Awaiting]:
    """What awaits the person, behind all cards that they see."""
    groups, everything = groups_of(request.user)
    cards = cards_for(groups, everything=everything)
    return [thing for card in cards for thing in card.awaiting(request)]


def rights_of(actor: str) -> list[Right]:
    """What an actor may do, in order."""
    return sorted(
        (right for right in rights.values() if actor in right.actors),
        key=lambda right: (right.order, right.key),
    )


def panels() -> list[HomePanel]:
    """The panels of the home page, in order."""
    return sorted(home_panels.values(), key=lambda panel: (panel.order, panel.key))

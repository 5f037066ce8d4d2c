"""Where apps tell the portal what they add; each app does so in its `ready()`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

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
    `awaiting` gives what waits behind the door for this person; it asks few queries.
    """

    key: str
    title: Words
    text: Words
    address: str | Callable[[HttpRequest], str]
    groups: frozenset[str] = frozenset()
    order: int = 100
    awaiting: Callable[[HttpRequest], Iterable[Awaiting]] = nothing

    def url(self, request: HttpRequest) -> str:
        """Where the door leads."""
        return reverse(self.address) if isinstance(self.address, str) else self.address(request)


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
class Facet:
    """A way to narrow a listing: `?key=value` keeps the pages whose `lookup` has that value.

    `lookup` is a path of fields that begins at Wagtail's `Page`. `names` gives the words of all
    values found, in the page's language and in the order in which they are offered.
    """

    key: str
    label: Words
    lookup: str
    names: Callable[[Iterable[str]], Mapping[str, Words]]
    order: int = 100


@dataclass(frozen=True)
class ListingNote:
    """What a listing says when it shows pages of a kind, such as where to subscribe to them.

    `template` stands above the pages, `head` in the document's head.
    """

    model: str
    template: str
    head: str


start_cards: dict[str, StartCard] = {}
own_doors: dict[Callable[[HttpRequest], Iterable[Door]], None] = {}
"""Functions that give the doors to what is a person's own; kept in order."""
facets: dict[str, Facet] = {}
listing_notes: dict[str, ListingNote] = {}
listing_dates: dict[str, None] = {}
"""Paths of fields, from Wagtail's `Page`, that hold the date of an app's pages; kept in order."""
home_panels: dict[str, HomePanel] = {}
job_functions: dict[str, JobFunction] = {}


def register_start_card(card: StartCard) -> None:
    """Add a card, or replace the one with its key."""
    start_cards[card.key] = card


def register_own_doors(doors: Callable[[HttpRequest], Iterable[Door]]) -> None:
    """Add doors to what is a person's own; they stand before the cards."""
    own_doors[doors] = None


def register_home_panel(panel: HomePanel) -> None:
    """Add a panel, or replace the one with its key."""
    home_panels[panel.key] = panel


def register_facet(facet: Facet) -> None:
    """Add a facet, or replace the one with its key."""
    facets[facet.key] = facet


def register_listing_note(note: ListingNote) -> None:
    """Add a note, or replace the one for its kind of page."""
    listing_notes[note.model] = note


def register_listing_date(lookup: str) -> None:
    """Say where pages of a kind keep the date by which listings order them."""
    listing_dates[lookup] = None


def register_job(kind: str, function: JobFunction) -> None:
    """Say which function does jobs of this kind."""
    job_functions[kind] = function


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


def panels() -> list[HomePanel]:
    """The panels of the home page, in order."""
    return sorted(home_panels.values(), key=lambda panel: (panel.order, panel.key))

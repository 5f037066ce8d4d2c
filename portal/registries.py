"""Where apps tell the portal what they add; each app does so in its `ready()`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

Words = str | Promise
Progress = Callable[[int], None]
"""Says how many per cent of a job are done."""
JobFunction = Callable[[Mapping[str, Any], Progress], Mapping[str, Any] | None]
"""Does a job: takes its input, may tell progress, returns what is stored as the result."""


@dataclass(frozen=True)
class StartCard:
    """A door on the page that people see after they log in.

    `address` is the name of a route without arguments. `groups` are those who see the card; an
    empty set means everybody who is logged in. Administrators see all cards.
    """

    key: str
    title: Words
    text: Words
    address: str
    groups: frozenset[str] = frozenset()
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


start_cards: dict[str, StartCard] = {}
home_panels: dict[str, HomePanel] = {}
job_functions: dict[str, JobFunction] = {}


def register_start_card(card: StartCard) -> None:
    """Add a card, or replace the one with its key."""
    start_cards[card.key] = card


def register_home_panel(panel: HomePanel) -> None:
    """Add a panel, or replace the one with its key."""
    home_panels[panel.key] = panel


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

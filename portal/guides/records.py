"""What a guide is made of. Its words are in the catalogue, its pictures beside the style sheets."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Picture:
    """A picture of a page and what it shows.

    `docs/make_guide_pictures.py` takes it in each language, in a wide and in a narrow window.
    """

    name: str
    shows: Words


@dataclass(frozen=True)
class Step:
    """One thing to do, in a few sentences."""

    title: Words
    text: Words
    picture: Picture | None = None


@dataclass(frozen=True)
class Guide:
    """What somebody with a certain role does in the portal; `key` is the name of the role."""

    key: str
    title: Words
    summary: Words
    steps: tuple[Step, ...]


LOG_IN = Step(
    _("Log in"),
    _("Open “Log in” at the top of any page. Afterwards your start page says what waits for you."),
    Picture("login", _("The log-in page asks for an e-mail address and a password.")),
)

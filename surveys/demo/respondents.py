"""Synthetic people who answer on web pages, in a browser without scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lxml import html

from surveys.demo.clock import Clock
from surveys.demo.doors import BROWSER, browser
from surveys.instrument.nodes import Repeat
from surveys.instrument.questionnaire import Questionnaire
from surveys.instrument.safe_xml import Element, local_name, parse_xml

MAX_BYTES = 2_000_000
MOST_STEPS = 80
PAGES = 22
"""About so many pages an interview has: how long one takes follows from how long all took."""
PLACE_PARTS = ("latitude", "longitude", "altitude", "accuracy")


def answers_by_key(questionnaire: Questionnaire, xml: bytes) -> dict[str, str]:
    """What a person says, by the name of the field on the pages: `grp_d/d_job[2]/dj_form`."""
    repeats = {node.path for node in questionnaire.walk() if isinstance(node, Repeat)}
    answers: dict[str, str] = {}

    def read(parent: Element, path: str, key: str) -> None:
        counts: dict[str, int] = {}
        for element in parent:
            name = local_name(element)
            below = f"{path}/{name}"
            counts[name] = counts.get(name, 0) + 1
            place = f"[{counts[name]}]" if below in repeats else ""
            if len(element):
                read(element, below, f"{key}{name}{place}/")
            else:
                answers[key + name] = element.text or ""

    root = parse_xml(xml, MAX_BYTES)
    read(root, f"/{local_name(root)}", "")
    return answers


class Respondent:
    """Follows a link, reads a page, fills in what stands there, and presses a button."""

    def __init__(self, clock: Clock, number: int, answers: Mapping[str, str], minutes: float):
        self.clock, self.answers = clock, answers
        self.seconds_a_page = minutes * 60 / PAGES
        self.client = browser(BROWSER, number)
        self.address = ""

    def follow(self, link: str) -> None:
        self._read(self.client.get(link, follow=True), link)

    def press(self, **buttons: str) -> None:
        """Send the form with this button."""
        form = self.page.forms[0]
        sent: dict[str, Any] = {}
        for name, value in form.form_values():
            sent.setdefault(name, []).append(value)
        sent.pop("do", None)
        self.clock.wait(self.seconds_a_page)
        address = form.get("action")
        filled = {**sent, **self._filled(), **buttons}
        self._read(self.client.post(address, filled, follow=True), address)

    def answer(
        self, *, pages: int = MOST_STEPS, before: Callable[[int], None] | None = None
    ) -> bool:
        """Answer so many pages; whether the last one was reached."""
        for step in range(pages):
            if self.is_at_the_end:
                return True
            if before is not None:
                before(step)
            self.press(do="next")
        return self.is_at_the_end

    @property
    def has_form(self) -> bool:
        """Whether the portal asks anything; a notice does not."""
        return bool(self.page.forms)

    @property
    def is_at_the_end(self) -> bool:
        return bool(self.page.xpath("//button[@value='send']"))

    def _read(self, answer: Any, address: str) -> None:
        self.address = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        self.page = html.fromstring(answer.content.decode())

    def _filled(self) -> dict[str, Any]:
        """The person's answers to the questions of the page."""
        shown = self.page.xpath("string(//input[@name='shown']/@value)").split()
        filled: dict[str, Any] = {}
        for key in shown:
            said = self.answers.get(key, "")
            if self.page.xpath("//input[@type='checkbox'][@name=$key]", key=key):
                filled[key] = said.split()
            elif self.page.xpath("//input[@name=$name]", name=f"{key}~latitude"):
                parts = zip(PLACE_PARTS, said.split(), strict=False)
                filled |= {f"{key}~{part}": value for part, value in parts}
            elif said:
                filled[key] = said
        return filled

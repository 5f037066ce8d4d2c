"""Somebody who answers a questionnaire in a browser without JavaScript."""

import re
from collections import namedtuple

from lxml import html

Option = namedtuple("Option", "name")


class Visitor:
    """Follows a link and answers what the pages ask, as a respondent of `fill` does."""

    def __init__(self, client, address, questionnaire, respondent):
        self.client = client
        self.respondent = respondent
        self.questions = questionnaire.questions
        self.root = questionnaire.root
        self.known = {}
        self.seen = []
        self.take(client.get(address, follow=True), address)

    def take(self, answer, address):
        self.answer = answer
        self.address = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        self.page = html.fromstring(answer.content.decode())
        self.title = self.page.findtext(".//h1").strip()
        self.seen += self.shown

    @property
    def fields(self):
        """Every value that the form would send now."""
        form = next(iter(self.page.forms), None)
        return {} if form is None else dict(form.form_values())

    @property
    def shown(self):
        return self.fields.get("shown", "").split()

    def send(self, do="next", **values):
        form = self.page.forms[0]
        data = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        data.pop("do", None)
        address = form.get("action")
        self.take(self.client.post(address, {**data, "do": do, **values}, follow=True), address)

    def decide(self, decision="yes"):
        self.send(decision=decision)

    def answer_page(self):
        """Answer all that stands here, and go on; once more where that led to further questions."""
        values = {}
        for key in self.shown:
            question = self.questions[f"/{self.root}/" + re.sub(r"\[\d+\]", "", key)]
            if not question.asked or self.fields.get(key) or key in values:
                continue
            options = self.page.xpath(
                "//*[@name=$key]/@value | //*[@name=$key]/option/@value", key=key
            )
            choices = tuple(Option(code) for code in options if code)
            answer = str(self.respondent(question, choices, self.known))
            self.known[question.name] = answer
            if question.kind in ("image", "audio", "file"):
                continue
            if question.kind == "geopoint":
                for part, value in zip(("latitude", "longitude"), answer.split(), strict=False):
                    values[f"{key}~{part}"] = value
            else:
                several = question.kind in ("select_multiple", "rank")
                values[key] = answer.split() if several else answer
        self.send(**values)

    def answer_all(self, pages=80):
        """Answer until the last page; returns how many steps that took."""
        for step in range(pages):
            if self.page.xpath("//button[@value='send']"):
                return step
            self.answer_page()
        raise AssertionError(f"no end after {pages} steps at {self.title}")

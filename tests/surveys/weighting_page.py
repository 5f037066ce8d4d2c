"""How tests send the weighting page as a browser does."""

import pytest

from surveys.models import Survey
from surveys.queries import current_plan
from surveys.services.weighing import opened

ADDRESS = "/admin/surveys/work/weighting/"


@pytest.fixture
def researcher(client, person, survey):
    """Logged in as one who works on surveys."""
    user = person("researcher")
    client.force_login(user)
    return user


def send(client, button="show", value="", **changes):
    """The form as it opens, with these changes, sent by this button."""
    survey = Survey.objects.get(slug="work")
    sections = opened(survey, current_plan(survey))
    data = {name: getattr(sections, name) for name in ("steps", "replicates", "totals", "rest")}
    return client.post(ADDRESS, {**data, "against": "base", **changes, button: value})


def as_text(client, text, button="show"):
    """The whole plan, sent as text."""
    return client.post(ADDRESS, {"view": "text", "plan": text, "against": "base", button: ""})


def fields(answer):
    """The page's fields and what they hold, as a browser would send them."""
    page = answer.context["forms"]
    shown = [form for form in [*page.steps, page.replicates] if form.shown is not None]
    held = {
        field.html_name: field.value()
        for form in shown
        for field in form
        if field.value() not in (False, None)
    }
    kinds = {f"{form.prefix}-kind": form.kind for form in shown if form.kind}
    return {**held, **kinds}


def sent_again(client, answer, button="show", value="", **changes):
    """The page as it stands, with these fields changed, sent by this button."""
    data = {**answer.context["edited"].values, **fields(answer), **changes, button: value}
    return client.post(ADDRESS, {name: each for name, each in data.items() if each is not None})


def codes(answer):
    return [problem.code for problem in answer.context["problems"]]

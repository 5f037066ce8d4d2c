"""What a questionnaire of one's own can do on the pages for respondents."""

import pytest
from django.core.cache import cache

from surveys import queries
from surveys.collection.answers import parse_submission
from surveys.models import Draft, Submission, Survey
from surveys.services.instruments import import_instrument, publish_instrument
from tests.surveys.interviewing.visitors import Visitor

pytestmark = pytest.mark.django_db

ACTING = """
| survey |             |       |       |              |                   |         |
|        | type        | name  | label | default      | calculation       | trigger |
|        | begin group | first | First |              |                   |         |
|        | integer     | age   | Age   |              |                   |         |
|        | integer     | rides | Rides | 3 * 4        |                   |         |
|        | integer     | pay   | Pay   |              | ${rides} * 10     | ${rides} |
|        | text        | lot   | Lot   | once(random()) |                 |         |
|        | end group   |       |       |              |                   |         |
|        | begin group | later | Later |              |                   |         |
|        | text        | why   | Why   |              |                   |         |
|        | end group   |       |       |              |                   |         |
"""


@pytest.fixture
def visit(client):
    """Comes to a survey of this questionnaire and begins."""

    def come(table, language="en", files=None, **settings):
        cache.clear()
        survey = Survey.objects.create(
            slug="own", titles={"en": "Own"}, state="open", open_link=True, **settings
        )
        version = import_instrument(
            survey=survey, content=table.encode(), filename="own.md", files=files
        )
        publish_instrument(version=version)
        questionnaire = queries.questionnaire_of(version)
        address = f"/{language}/respond/{survey.public_id}/"
        visitor = Visitor(client, address, questionnaire, lambda *_: "")
        visitor.decide()
        return visitor

    return come


def shown(visitor, *names):
    return tuple(visitor.fields[f"first/{name}"] for name in names)


def test_a_page_shows_computed_defaults_and_what_a_trigger_sets(visit):
    visitor = visit(ACTING)
    assert shown(visitor, "rides", "pay") == ("12", "120")
    address = visitor.address
    (lot,) = shown(visitor, "lot")
    assert 0 < float(lot) < 1

    visitor.send("save", **{"first/rides": "5"})
    assert Draft.objects.get().answers["first/pay"] == "50"
    visitor.take(visitor.client.get(address, follow=True), address)
    assert shown(visitor, "pay", "lot") == ("50", lot)
    visitor.send(**{"first/pay": "70"})
    visitor.send("back")
    assert shown(visitor, "pay") == ("70",)


def test_the_submission_holds_what_was_set(visit):
    visitor = visit(ACTING)
    visitor.send(**{"first/age": "30"})
    visitor.send(**{"later/why": "x"})
    visitor.send("send")
    submission = Submission.objects.get()
    sent = parse_submission(bytes(submission.versions.get().xml)).root
    assert (sent.findtext("first/rides"), sent.findtext("first/pay")) == ("12", "120")
    assert submission.issues == []

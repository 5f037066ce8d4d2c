"""What a questionnaire of one's own can do on the pages for respondents."""

from base64 import b64decode
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from lxml import html

from surveys import queries
from surveys.collection.answers import parse_submission
from surveys.errors import SurveyError
from surveys.models import Draft, InstrumentVersion, Submission, Survey
from surveys.printing import questionnaire_html
from surveys.services.drafts import close_idle_drafts
from surveys.services.instruments import import_instrument, publish_instrument
from surveys.services.invitations import invite
from tests.factories import make_unit
from tests.surveys.interviewing.visitors import Visitor
from tests.surveys.makers_respondents import link_of

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


@pytest.mark.parametrize(("age", "kept"), [("", 0), ("30", 1)])
def test_what_the_questionnaire_itself_sets_is_no_answer(visit, age, kept):
    visit(ACTING).send("save", **{"first/age": age})
    assert Draft.objects.get().answers["first/rides"] == "12"
    Draft.objects.update(updated_at=timezone.now() - timedelta(days=settings.DRAFT_DAYS + 1))
    close_idle_drafts()
    assert Draft.objects.count() == Submission.objects.count() == kept


SHOWN = """
| survey  |              |      |                         |                     |                      |                       |
|         | type         | name | label::English (en)     | label::中文 (zh)    | media::image::English (en) | media::audio::中文 (zh) |
|         | text         | who  | Your **full** name      | 您的**全名**        |                      |                       |
|         | note         | told | # Work of ${who}        | # ${who}的工作      |                      |                       |
|         | select_one y | one  | Which <b>one</b>?       | 哪一个？            | map.png              | tone.mp3              |
| choices |              |      |                         |                     |                      |                       |
|         | list_name    | name | label::English (en)     | label::中文 (zh)    | media::image::English (en) | media::audio::中文 (zh) |
|         | y            | 1    | The _first_             | 第一个              | one.png              |                       |
|         | y            | 0    | Other                   | 其他                |                      |                       |
"""
PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
MP3 = b"ID3\x04" + bytes(300)
FILES = {"map.png": PNG, "one.png": PNG, "tone.mp3": MP3}


def test_texts_are_styled_and_media_stand_with_them(visit):
    visitor = visit(SHOWN, files=FILES)
    text = visitor.answer.content.decode()
    assert "Your <strong>full</strong> name" in text
    assert "Which &lt;b&gt;one&lt;/b&gt;?" in text
    assert "The <em>first</em>" in text
    alternatives = visitor.page.xpath("//img[@class='question__picture']/@alt")
    assert alternatives == ["Picture: Which <b>one</b>?", "Picture: The first"]

    visitor.send("add:none", who="<i>*Li*</i>")
    text = visitor.answer.content.decode()
    assert '<strong class="prompt-heading">Work of &lt;i&gt;*Li*&lt;/i&gt;</strong>' in text

    (first, _) = visitor.page.xpath("//img[@class='question__picture']/@src")
    shown = visitor.client.get(urljoin(visitor.address, first))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    assert b"".join(shown.streaming_content) == PNG
    assert "sandbox" in shown["Content-Security-Policy"]
    assert visitor.client.get(urljoin(visitor.address, "+media/none.png")).status_code == 404


def test_each_language_has_its_own_media(visit):
    visitor = visit(SHOWN, "zh-hans", files=FILES)
    (sound,) = visitor.page.xpath("//audio/@src")
    part = visitor.client.get(urljoin(visitor.address, sound), headers={"range": "bytes=0-2"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"ID3")


GROUPS = """
| survey |              |       |        |              |                     |
|        | type         | name  | label  | media::image | appearance          |
|        | begin group  | outer | Places | map.png      |                     |
|        | text         | where | Where? |              |                     |
|        | begin repeat | job   | Job    | one.png      |                     |
|        | text         | title | Title  |              |                     |
|        | geotrace     | way   | Way    |              |                     |
|        | end repeat   |       |        |              |                     |
|        | end group    |       |        |              |                     |
"""


def test_groups_and_repeats_show_their_pictures(visit):
    visitor = visit(GROUPS, files={"map.png": PNG, "one.png": PNG})
    pictures = "//img[@class='question__picture']/@alt"
    assert visitor.page.xpath(pictures) == ["Picture: Places"]
    assert "Nothing stands here yet." in visitor.page.text_content()
    visitor.send("add:outer/job")
    assert visitor.page.xpath(pictures) == ["Picture: Places", "Picture: Job"]
    assert "Nothing stands here yet." not in visitor.page.text_content()


def test_a_page_does_not_offer_what_only_phones_can_ask(visit):
    visitor = visit(GROUPS, files={"map.png": PNG, "one.png": PNG})
    visitor.send("add:outer/job")
    assert visitor.shown == ["outer/where", "outer/job[1]/title"]


LISTS = """
| survey  |                      |       |       |            |
|         | type                 | name  | label | appearance |
|         | select_one towns     | town  | Town  |            |
|         | select_multiple towns | towns | Towns |           |
|         | select_one few       | few   | Few   | likert     |
|         | range                | scale | Scale |            |
|         | date                 | month | Month | month-year |
|         | date                 | year  | Year  | year       |
| choices |                      |       |       |            |
|         | list_name            | name  | label |            |
{towns}
|         | few                  | 1     | One   |            |
"""


def test_long_lists_can_be_searched_and_options_stand_by_their_kind(visit):
    towns = "\n".join(f"| | towns | t{number} | Town {number} | |" for number in range(21))
    visitor = visit(LISTS.format(towns=towns))
    searched = visitor.page.xpath("//*[@data-search]/../@data-key")
    assert searched == ["town", "towns"]
    options = visitor.page.xpath("//*[contains(@class, 'question__options')]/@class")
    kinds = [each.removeprefix("question__options question__options--") for each in options]
    assert kinds == ["many", "row", "scale"]


def test_what_is_wrong_with_part_of_a_date_says_how_to_write_it(visit):
    visitor = visit(LISTS.format(towns="| | towns | t | T | |"))
    visitor.send(month="May", year="98")
    faults = [each.text_content().strip() for each in visitor.page.find_class("question__fault")]
    assert faults[-2:] == [
        "Give the year and the month, such as 2020-05.",
        "Write the year in four digits, such as 1998.",
    ]


def test_what_is_no_picture_is_refused_with_its_name(visit):
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    with pytest.raises(SurveyError) as refused:
        visit(SHOWN, files=FILES | {"map.png": svg, "tone.mp3": PNG})
    found = [(problem.code, problem.where) for problem in refused.value.problems]
    assert found == [("medium_type", "tone.mp3"), ("medium_type", "map.png")]


def test_the_codebook_and_the_paper_show_words_and_pictures(visit, client, person):
    visit(SHOWN, files=FILES)
    version = InstrumentVersion.objects.get()
    paper = questionnaire_html(version, "en")
    assert "Your <strong>full</strong> name" in paper
    assert 'src="data:image/png;base64,iVBOR' in paper
    assert "**" not in paper
    client.force_login(person("researcher"))
    address = f"/admin/surveys/own/questionnaires/{version.pk}/codebook/"
    codebook = client.get(address, {"language": "en"}).content.decode()
    assert "Your <strong>full</strong> name" in codebook
    assert "+media/one.png" in codebook
    assert client.get(f"{address}+media/one.png")["Content-Type"] == "image/png"


def test_who_reviews_sees_the_question_as_it_was_shown(visit, client, person):
    visitor = visit(SHOWN, files=FILES)
    visitor.send(who="<b>Li</b>", one="1")
    visitor.send("send")
    submission = Submission.objects.get()
    client.force_login(person("researcher"))
    answer = client.get(f"/admin/surveys/own/submissions/{submission.pk}/")
    page = html.fromstring(answer.content.decode())
    text = answer.content.decode()
    assert "Your <strong>full</strong> name" in text
    assert "&lt;b&gt;Li&lt;/b&gt;" in text
    (source,) = page.xpath("//img[@class='question__picture']/@src")
    assert client.get(source)["Content-Type"] == "image/png"


def test_an_invited_interview_is_joined_to_its_case_without_a_question_for_it(visit, client):
    visit(ACTING)
    unit = make_unit(Survey.objects.get(slug="own"), stratum="a", psu="1", base_weight=1.0)
    (invitation,) = invite(survey=unit.survey, units=[unit])
    questionnaire = queries.questionnaire_of(InstrumentVersion.objects.get())
    visitor = Visitor(client, link_of(invitation), questionnaire, lambda *_: "7")
    visitor.decide()
    visitor.answer_all()
    visitor.send("send")

    sent = Submission.objects.get()
    assert sent.unit == unit
    assert "unknown_case" not in {notice["code"] for notice in sent.notices}

"""Every page for respondents says whom to ask and what becomes of their data."""

import pytest
from lxml import html

from tests.surveys.makers_respondents import begin, come

pytestmark = pytest.mark.django_db
QUESTIONS = {"en": "Questions? Please contact", "zh-hans": "如有疑问，请联系："}


def foot(answer):
    (found,) = html.fromstring(answer.content.decode()).xpath("//footer")
    return " ".join(found.text_content().split()), found.xpath(".//a/@href")


@pytest.mark.parametrize(("language", "words"), QUESTIONS.items())
def test_all_pages_name_the_contact_and_lead_to_the_privacy_notice(
    client, site, opened, language, words
):
    opened.contact = "Team Li, 0571 0000 0000, team@survey.example"
    opened.save()
    visitor = come(client, f"/{language}/respond/{opened.public_id}/")
    answers = [visitor.answer]
    visitor.decide()
    answers.append(visitor.answer)
    visitor.send("save")
    answers.append(visitor.answer)
    for answer in answers:
        text, links = foot(answer)
        assert f"{words} {opened.contact}".replace("： ", "：") in text
        assert links[0] == "mailto:team@survey.example"
        beside_questions = 'id="respond"' in answer.content.decode()
        assert links[1:] == ([] if beside_questions else [f"/{language}/privacy/"])


def test_without_a_contact_of_its_own_the_portal_s_address_stands_there(client, opened, settings):
    settings.CONTACT_EMAIL = "office@portal.example"
    for answer in (begin(client, opened).answer, client.get("/en/respond/invented/")):
        assert foot(answer)[1][0] == "mailto:office@portal.example"


def test_a_contact_cannot_bring_markup(client, opened):
    opened.contact = "<b>x</b>"
    opened.save()
    assert "<b>x</b>" not in begin(client, opened).answer.content.decode()


def test_the_welcome_page_says_once_which_survey_it_is(client, opened):
    opened.titles = {"en": "Work and insurance"}
    opened.state = "pilot"
    opened.save()
    page = html.fromstring(client.get(f"/en/respond/{opened.public_id}/").content.decode())
    body = page.find("body").text_content()
    assert body.count("Work and insurance") == 1
    assert page.find(".//h1/small").text == "pilot"


def test_the_lead_says_whom_to_ask(client, person, survey):
    client.force_login(person("researcher"))
    address = f"/admin/surveys/{survey.slug}/opening/"
    client.post(f"{address}dates/", {"contact": "team@survey.example", "time_zone": ""})
    survey.refresh_from_db()
    assert survey.contact == "team@survey.example"
    assert 'value="team@survey.example"' in client.get(address).content.decode()

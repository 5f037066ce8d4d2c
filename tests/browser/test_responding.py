"""Respondents in a real browser: whole interviews on a phone and a desk, with script and without."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.browser.checks import faults_of, violations
from tests.nse import nse_questionnaire
from tests.surveys.instrument.respondents import ELIGIBLE, RandomRespondent

SHOWN = 30  # milliseconds in which a script puts a fragment into its page


class Person:
    """Answers each question where it stands, as a respondent of `fill` does."""

    def __init__(self, page, questionnaire, respondent, *, scripted):
        self.page = page
        self.questions = questionnaire.questions
        self.root = questionnaire.root
        self.respondent = respondent
        self.scripted = scripted
        self.known = {}
        self.answered = set()

    @property
    def shown(self):
        return self.page.locator("[name=shown]").input_value().split()

    def question(self, key):
        return self.questions[f"/{self.root}/" + re.sub(r"\[\d+\]", "", key)]

    def waiting(self):
        return [key for key in self.shown if self.question(key).asked and key not in self.answered]

    def step(self, value="next"):
        self.page.locator(f".respond__steps [value={value}]").click()

    def answer_page(self):
        while waiting := self.waiting():
            self.answer(waiting[0])
        self.step()

    def answer(self, key):
        question, controls = self.question(key), self.page.locator(f'[name="{key}"]')
        self.answered.add(key)
        if question.kind == "geopoint":
            return
        codes = [control.get_attribute("value") for control in controls.all()]
        if controls.first.evaluate("each => each.tagName") == "SELECT":
            codes = controls.locator("option").evaluate_all("all => all.map(each => each.value)")
        choices = [each for each in question.choices if each.name in codes]
        answer = str(self.respondent(question, choices, self.known))
        self.known[question.name] = answer
        if not answer:
            return
        if not self.scripted:
            self.give(question, key, controls, answer)
            return
        with self.page.expect_response(lambda answer: "x-kept-at" in answer.headers):
            self.give(question, key, controls, answer)
        self.page.wait_for_timeout(SHOWN)

    def give(self, question, key, controls, answer):
        if question.kind in ("select_one", "select_multiple") and controls.count() > 1:
            for code in answer.split():
                self.page.locator(f'[name="{key}"][value="{code}"]').check()
        elif question.kind == "select_one":
            controls.select_option(answer)
        else:
            controls.fill(answer)
            controls.blur()


def agree(page):
    """Goes to the first questions, and waits for their script too: a lost connection keeps it out."""
    with page.expect_event("load"):
        page.locator("[value=yes]").click()


@pytest.fixture
def interview(open_page, places):
    """Somebody who has agreed to the demonstration questionnaire."""

    def begin(language, width, *, javascript):
        address = f"/{language}/respond/{places['work']}/"
        page = open_page(address, width=width, language=language, javascript=javascript)
        agree(page)
        born = str(datetime.now(UTC).year - 30)
        respondent = RandomRespondent(4, **ELIGIBLE, b_birth_year=born, d_njobs="2")
        return Person(page, nse_questionnaire(), respondent, scripted=javascript)

    return begin


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize(("language", "width"), [("zh-hans", 390), ("en", 1280)])
def test_a_whole_interview(interview, language, width, javascript):
    person = interview(language, width, javascript=javascript)
    page, titles = person.page, {}
    for _ in range(60):
        if page.locator("[value=send]").count():
            break
        title = page.locator("h1").inner_text()
        if javascript and title not in titles:
            titles[title] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        person.answer_page()
    assert {title: found for title, found in titles.items() if found} == {}
    person.step("send")
    assert page.locator("h1").inner_text() in ("Thank you", "谢谢您")
    assert page.unguarded == set()
    assert [words for words in page.complaints if "422" not in words] == []


def test_what_a_page_says_is_wrong_is_sound_and_has_the_focus(interview):
    person = interview("en", 390, javascript=True)
    with person.page.expect_navigation() as moved:
        person.step()
    assert person.page.locator("[role=alert]").evaluate("each => each === document.activeElement")
    assert faults_of(person.page, moved.value.text(), status=422) == []
    person.page.locator("[role=alert] a").first.click()
    assert person.page.evaluate("document.activeElement.id") == "q-grp_a-a_age"


def test_questions_appear_and_vanish_while_somebody_answers(interview):
    page = interview("en", 390, javascript=True).page
    absent = page.locator('[data-key="grp_a/a_absent"]')
    page.locator('[name="grp_a/a_work7"][value="0"]').check()
    absent.wait_for()
    assert page.evaluate("document.activeElement.id") == "q-grp_a-a_work7-2"
    page.locator('[name="grp_a/a_age"]').fill("33")
    page.locator('[name="grp_a/a_work7"][value="1"]').check()
    absent.wait_for(state="detached")
    assert page.locator('[name="grp_a/a_age"]').input_value() == "33"


def test_answers_are_kept_without_a_step(interview):
    page = interview("en", 390, javascript=True).page
    with page.expect_response(lambda answer: "x-kept-at" in answer.headers):
        page.locator('[name="grp_a/a_age"]').fill("33")
        page.locator('[name="grp_a/a_age"]').blur()
    page.reload()
    assert page.locator('[name="grp_a/a_age"]').input_value() == "33"


def test_leaving_with_answers_that_are_not_kept_is_asked_about(interview):
    page = interview("en", 390, javascript=True).page
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator('[name="grp_a/a_age"]').press_sequentially("33")
    page.evaluate("location.href = '/en/'")
    page.wait_for_url("**/en/")
    assert asked == ["beforeunload"]


def test_a_lost_connection_is_told_and_nothing_is_lost(interview):
    page = interview("en", 390, javascript=True).page
    page.context.set_offline(True)
    page.locator('[name="grp_a/a_age"]').fill("33")
    page.locator('[name="grp_a/a_age"]').blur()
    page.get_by_text("There is no connection.").wait_for()
    page.context.set_offline(False)
    page.locator('[name="grp_a/a_work7"][value="1"]').check()
    page.get_by_text("There is no connection.").wait_for(state="hidden")
    page.reload()
    assert page.locator('[name="grp_a/a_age"]').input_value() == "33"


@pytest.fixture
def kinds(open_page, places):
    """Somebody at the questionnaire of all kinds; `number` is the page, from 0."""

    def begin(number=0, **how):
        page = open_page(f"/en/respond/{places['kinds']}/", width=390, **how)
        agree(page)
        for _ in range(number):
            page.locator('[name="g1/t1"]').fill("Text")
            page.locator('[name="g1/d1"]').fill("1990-05-06")
            page.locator('[name="g1/r1"][value="5"]').check()
            page.locator(".respond__steps [value=next]").click()
            page.get_by_role("heading", name="More kinds").wait_for()
        return page

    return begin


def test_what_a_trigger_sets_shows_at_once_and_can_be_mended(kinds):
    page = kinds()
    rides, paid = page.locator('[name="g1/rides1"]'), page.locator('[name="g1/paid1"]')
    rides.fill("5")
    rides.blur()
    expect(paid).to_have_value("50")
    with page.expect_response(lambda answer: "x-kept-at" in answer.headers):
        paid.fill("70")
        paid.blur()
    page.reload()
    expect(paid).to_have_value("70")
    rides.fill("6")
    rides.blur()
    expect(paid).to_have_value("60")


def test_a_long_list_is_searched_and_nothing_is_chosen_by_that(kinds):
    page = kinds(1)
    town = page.locator('[name="g2/c1"]')
    page.get_by_label("Find in the list").fill("town 2")
    assert town.locator("option").all_inner_texts() == [
        "No answer", "Town 2", *(f"Town {number}" for number in range(20, 30)),
    ]  # fmt: skip
    assert town.input_value() == ""
    with page.expect_response(lambda answer: "x-kept-at" in answer.headers):
        town.select_option("t21")
    page.get_by_label("Find in the list").fill("nowhere")
    assert town.input_value() == "t21"


@pytest.mark.parametrize("javascript", [True, False])
def test_the_browser_s_back_button_leads_to_the_page_before(kinds, javascript):
    page = kinds(1, javascript=javascript)
    page.go_back()
    expect(page.get_by_role("heading", name="Kinds of questions")).to_be_visible()
    expect(page.locator('[name="g1/t1"]')).to_have_value("Text")


def test_without_script_nothing_offers_what_needs_one(kinds):
    page = kinds(1, javascript=False)
    expect(page.get_by_text("Latitude")).to_be_visible()
    for name in ("Use this device's location", "Find in the list"):
        expect(page.get_by_text(name)).to_be_hidden()

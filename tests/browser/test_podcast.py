"""An episode in a real browser: it plays, seeks and follows the words, or is simply a file."""

import pytest

from tests.browser.checks import LANGUAGES

EPISODE = "podcasts/sickness-cover-1/"
STATE = "(({currentTime, paused, duration}) => [currentTime, paused, duration])"


def player(page):
    """Where the player is, in seconds, whether it stands still, and how long the recording is."""
    return page.locator("audio").evaluate(STATE)


def wait_until_it_plays(page, place):
    page.wait_for_function(
        "place => { const { currentTime, seeking } = document.querySelector('audio');"
        " return !seeking && currentTime > place && currentTime < place + 10; }",
        arg=place,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chapter_plays_from_its_place_and_its_words_are_marked(open_page, server, language):
    page = open_page(f"/{language}/{EPISODE}", language=language)
    sent = []
    page.on("response", lambda answer: sent.append(answer) if "/audio/" in answer.url else None)
    page.locator("audio").evaluate("player => { player.muted = true; }")
    chapter = page.locator(".player__chapter").nth(2)
    start = int(chapter.get_attribute("data-seek"))
    chapter.click()
    wait_until_it_plays(page, start)
    place, paused, duration = player(page)
    assert start < place < start + 20
    assert not paused
    assert 90 < duration < 180
    page.locator(".transcript__cue--spoken").wait_for()
    assert {answer.status for answer in sent} == {206}
    assert page.complaints == []


def test_seeking_far_ahead_and_back(open_page):
    page = open_page(f"/en/{EPISODE}")
    page.locator("audio").evaluate("player => { player.muted = true; return player.play(); }")
    for place in (100, 5):
        page.locator("audio").evaluate("(player, place) => { player.currentTime = place; }", place)
        wait_until_it_plays(page, place)


def test_without_script_a_chapter_is_a_link_to_its_place_in_the_file(open_page):
    page = open_page(f"/en/{EPISODE}", javascript=False)
    link = page.locator(".player__chapter").nth(2)
    start = link.get_attribute("data-seek")
    assert link.get_attribute("href").endswith(f".mp3#t={start}")
    assert page.get_by_role("heading", name="Transcript").is_visible()
    assert page.get_by_text("A courier wakes up with a fever").is_visible()

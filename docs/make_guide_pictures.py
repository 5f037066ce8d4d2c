"""Takes the pictures of the guides in both languages, from a running demonstration.

    ./run demo          # in another window, with PORTAL_DEMO_PASSWORD set
    PORTAL_DEMO_PASSWORD=… .venv/bin/python docs/make_guide_pictures.py http://127.0.0.1:8000 [NAME …]

The demonstration's database must be the one of `PORTAL_HOME`: the script looks up addresses in it.
"""

import io
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "portal/static/portal/help"
LANGUAGES = {"en": "en-GB", "zh-hans": "zh-CN"}
READER = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36"
WINDOWS = {
    "wide": ({"width": 1280, "height": 960}, (960, 720)),
    "narrow": ({"width": 390, "height": 780}, (585, 1170)),
}
"""The windows in which a page is shown, in CSS pixels, and the size of the picture."""
SHARP = 1.5
"""Pixels of the screen for each CSS pixel."""
BELOW_THE_HEADER = "title => scrollTo(0, title.getBoundingClientRect().top - 16)"
"""Brings a page's title to the top, in place of the header that stands on all pages."""
SURVEY = "nse-2021"
SURVEY_PAGES = {
    "questionnaires": "questionnaires",
    "opening": "opening",
    "cases": "units",
    "progress": "fieldwork",
    "inbox": "inbox",
}
"""Pictures of the survey's pages, and where these stand."""
WRITTEN = "1-sickness-gig-workers"
"""The page that is shown in the editor."""
MOST_BYTES = 60_000
UNTIL_COUNTED = 65
"""Seconds until the visits made by the first pictures are stored."""


def addresses(language: str) -> dict[str, tuple[str, str]]:
    """For each picture who sees it, if anybody, and where; pages are looked up by their slugs."""
    from wagtail.models import Page

    from courses.models import Cohort
    from surveys.models import Survey

    def page(slug: str) -> Page:
        return Page.objects.get(slug=slug, locale__language_code=language)

    cohort = f"/{language}/cohorts/{Cohort.objects.latest('pk').public_id}/"
    start = f"/{language}/account/"
    word = {"en": "pension", "zh-hans": "养老"}[language]
    survey = Survey.objects.get(slug=SURVEY)
    about = Page.objects.get(slug="about", locale__language_code="zh-hans")
    course = Page.objects.get(slug="actuarial-e-coaching", locale__language_code="en")
    return {
        "home": ("", f"/{language}/"),
        "search": ("", f"/{language}/search/?q={word}"),
        "listing": ("", page("publications").get_url()),
        "record": ("", page(WRITTEN).get_url()),
        "finding": ("", f"/{language}/surveys/{SURVEY}/"),
        "experience": ("", page("china").get_url()),
        "event": ("", page("demonstration-portability-exchange").get_url()),
        "privacy": ("", page("privacy").get_url()),
        "login": ("", f"{start}login/"),
        "start-trainee": ("trainee", start),
        "cohort": ("trainee", cohort),
        "lesson": ("trainee", f"{cohort}lessons/0/"),
        "board": ("trainer", f"{cohort}board/"),
        "release": ("editor", f"/admin/courses/{course.pk}/release/"),
        "editor": ("editor", f"/admin/pages/{page(WRITTEN).pk}/edit/"),
        "preview": ("editor", f"/admin/pages/{page('publications').pk}/"),
        "start-translator": ("translator", start),
        "translation": ("translator", f"/admin/pages/{about.pk}/edit/"),
        "surveys": ("researcher", f"/admin/surveys/{SURVEY}/"),
        **{
            f"survey-{name}": ("researcher", f"/admin/surveys/{SURVEY}/{address}/")
            for name, address in SURVEY_PAGES.items()
        },
        "survey-panel": ("researcher", f"/admin/surveys/{SURVEY}/panels/{survey.panels.get().pk}/"),
        "questionnaire": ("", f"/{language}/respond/{survey.public_id}/"),
        "my-cases": ("interviewer", f"/{language}/fieldwork/{SURVEY}/"),
        "start-partner": ("partner", start),
        "start-interviewer": ("interviewer", start),
        "quotes": ("editor", "/admin/reports/outdated-quotes/"),
        "accounts": ("administrator", "/admin/users/"),
        "visits": ("administrator", "/admin/reports/visits/"),
    }


@contextmanager
def edited_where_it_stands(slug: str) -> Iterator[None]:
    """Meanwhile the page's translations open in the editor like pages written in their language."""
    from wagtail.models import Page
    from wagtail_localize.models import Translation

    original = Page.objects.get(slug=slug, locale__language_code="en")
    translations = Translation.objects.filter(source__object_id=original.translation_key)
    translations.update(enabled=False)
    try:
        yield
    finally:
        translations.update(enabled=True)


def take(browser: Any, site: str, language: str, pictures: dict[str, tuple[str, str]]) -> None:
    """One window for each person, made wide and narrow for each picture."""
    windows: dict[str, Any] = {}
    for name, (group, address) in pictures.items():
        if group not in windows:
            context = browser.new_context(
                base_url=site,
                locale=LANGUAGES[language],
                user_agent=READER,
                device_scale_factor=SHARP,
            )
            windows[group] = context.new_page()
            if group:
                log_in(windows[group], f"/{language}/account/login/", group)
        window = windows[group]
        if name == "visits":
            time.sleep(UNTIL_COUNTED)
        for width, (view, size) in WINDOWS.items():
            window.set_viewport_size(view)
            answer = window.goto(address, wait_until="networkidle")
            if not answer.ok:
                sys.exit(f"{name}: {address} answers {answer.status}")
            if width == "narrow" and not address.startswith("/admin/"):
                window.locator("main h1").evaluate(BELOW_THE_HEADER)
            store(window.screenshot(), FOLDER / language / width / f"{name}.webp", size)


def log_in(window: Any, address: str, group: str) -> None:
    """Log in with the demonstration's account of a group."""
    window.goto(address)
    window.locator("main input:not([type=hidden])").first.fill(f"{group}@demo.example")
    window.locator("main [name=password]").fill(os.environ["PORTAL_DEMO_PASSWORD"])
    window.locator("main button[type=submit]").first.click()
    window.wait_for_url("**/account/")


def store(png: bytes, path: Path, size: tuple[int, int]) -> None:
    """The picture as WebP, as good as fits into the bytes that a picture may have."""
    from PIL import Image

    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.open(io.BytesIO(png)).convert("RGB").resize(size)
    for quality in (80, 65, 50, 35):
        picture.save(path, quality=quality, method=6)
        if path.stat().st_size < MOST_BYTES:
            return
    sys.exit(f"{path.name} has more than {MOST_BYTES} bytes")


def main(site: str, *names: str) -> None:
    """Take these pictures, or all of them."""
    import django
    from playwright.sync_api import sync_playwright

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
    django.setup()
    pictures = {language: addresses(language) for language in LANGUAGES}
    with edited_where_it_stands(WRITTEN), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for language, wanted in pictures.items():
            chosen = {name: wanted[name] for name in names or wanted}
            take(browser, site, language, chosen)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(*sys.argv[1:])

"""Takes the pictures of the guides in both languages, from a running demonstration.

    ./run demo          # in another window, with PORTAL_DEMO_PASSWORD set
    PORTAL_DEMO_PASSWORD=… .venv/bin/python docs/make_guide_pictures.py http://127.0.0.1:8000

The demonstration's database must be the one of `PORTAL_HOME`: the script looks up addresses in it.
"""

import io
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "portal/static/portal/help"
LANGUAGES = {"en": "en-GB", "zh-hans": "zh-CN"}
READER = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36"
WINDOW = {"width": 1280, "height": 960}
SIZE = (960, 720)
MOST_BYTES = 60_000
UNTIL_COUNTED = 65
"""Seconds until the visits made by the first pictures are stored."""


def addresses(language: str) -> dict[str, tuple[str, str]]:
    """For each picture who sees it, if anybody, and where; pages are looked up by their slugs."""
    from wagtail.models import Page

    from courses.models import Cohort

    def page(slug: str) -> Page:
        return Page.objects.get(slug=slug, locale__language_code=language)

    cohort = f"/{language}/cohorts/{Cohort.objects.latest('pk').public_id}/"
    start = f"/{language}/account/"
    word = {"en": "pension", "zh-hans": "养老"}[language]
    slug = "1-sickness-gig-workers"
    original = Page.objects.get(slug=slug, locale__language_code="en")
    about = Page.objects.get(slug="about", locale__language_code="zh-hans")
    course = Page.objects.get(slug="actuarial-e-coaching", locale__language_code="en")
    return {
        "home": ("", f"/{language}/"),
        "search": ("", f"/{language}/search/?q={word}"),
        "listing": ("", page("publications").get_url()),
        "record": ("", page(slug).get_url()),
        "finding": ("", f"/{language}/surveys/nse-2021/"),
        "login": ("", f"{start}login/"),
        "start-trainee": ("trainee", start),
        "cohort": ("trainee", cohort),
        "lesson": ("trainee", f"{cohort}lessons/0/"),
        "board": ("trainer", f"{cohort}board/"),
        "release": ("editor", f"/admin/courses/{course.pk}/release/"),
        "editor": ("editor", f"/admin/pages/{original.pk}/edit/"),
        "preview": ("editor", f"/admin/pages/{page('publications').pk}/"),
        "start-translator": ("translator", start),
        "translation": ("translator", f"/admin/pages/{about.pk}/edit/"),
        "surveys": ("researcher", "/admin/surveys/nse-2021/"),
        "start-interviewer": ("interviewer", start),
        "quotes": ("editor", "/admin/reports/outdated-quotes/"),
        "accounts": ("administrator", "/admin/users/"),
        "visits": ("administrator", "/admin/reports/visits/"),
    }


def take(browser: Any, site: str, language: str, pictures: dict[str, tuple[str, str]]) -> None:
    """One window for each person, one picture after the other."""
    windows: dict[str, Any] = {}
    for name, (group, address) in pictures.items():
        if group not in windows:
            context = browser.new_context(
                base_url=site, viewport=WINDOW, locale=LANGUAGES[language], user_agent=READER
            )
            windows[group] = context.new_page()
            if group:
                log_in(windows[group], f"/{language}/account/login/", group)
        window = windows[group]
        if name == "visits":
            time.sleep(UNTIL_COUNTED)
        answer = window.goto(address, wait_until="networkidle")
        if not answer.ok:
            sys.exit(f"{name}: {address} answers {answer.status}")
        store(window.screenshot(), FOLDER / language / f"{name}.webp")


def log_in(window: Any, address: str, group: str) -> None:
    """Log in with the demonstration's account of a group."""
    window.goto(address)
    window.locator("main input:not([type=hidden])").first.fill(f"{group}@demo.example")
    window.locator("main [name=password]").fill(os.environ["PORTAL_DEMO_PASSWORD"])
    window.locator("main button[type=submit]").first.click()
    window.wait_for_url("**/account/")


def store(png: bytes, path: Path) -> None:
    """The picture as WebP, as good as fits into the bytes that a picture may have."""
    from PIL import Image

    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.open(io.BytesIO(png)).convert("RGB").resize(SIZE)
    for quality in (80, 65, 50, 35):
        picture.save(path, quality=quality, method=6)
        if path.stat().st_size < MOST_BYTES:
            return
    sys.exit(f"{path.name} has more than {MOST_BYTES} bytes")


def main(site: str) -> None:
    """Take all pictures."""
    import django
    from playwright.sync_api import sync_playwright

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
    django.setup()
    pictures = {language: addresses(language) for language in LANGUAGES}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for language, wanted in pictures.items():
            take(browser, site, language, wanted)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(sys.argv[1])

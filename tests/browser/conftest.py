"""A real server on a site of its own, and a real browser that may reach nothing else."""

import json
import os
import shutil
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from tests.house.test_routes import is_strict
from tests.servers import in_production, running

PASSWORD = "a pass phrase of the test site"
KEEP_REFUSALS = """
document.addEventListener("securitypolicyviolation", event => {
  (window.refused ||= []).push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BUILD = f"""
import django; django.setup()
from portal.demo.site import make_accounts
from tests.browser import content, survey_content
make_accounts({PASSWORD!r})
content.make_people({PASSWORD!r})
content.publish_findings()
content.make_weighted_survey()
content.publish_everything_else()
content.fail_a_print()
content.open_questionnaires()
survey_content.hold_a_survey()
content.tell_places("{{places}}")
"""


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def state(prepared_database, tmp_path_factory):
    """The folder of a site in production's settings, with the demonstration's pages."""
    home = tmp_path_factory.mktemp("state")
    shutil.copy(prepared_database, home / "db.sqlite3")
    build = BUILD.format(places=home / "places.json")
    collect = ["manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    for command in (collect, ["-c", build]):
        subprocess.run([sys.executable, *command], check=True, **in_production(home))
    return home


@pytest.fixture(scope="session")
def places(state):
    """Addresses of the site that only its database knows: see `content.tell_places`."""
    return json.loads((state / "places.json").read_text())


@pytest.fixture(scope="session")
def server(state):
    """The address of a server on that site."""
    with running(state) as server:
        yield server.address


@pytest.fixture(scope="module")
def chromium(server):
    """The browser of this machine; its absence fails the tests, it never skips them.

    It lives for one module: while it runs, an event loop stands in the way of the database for
    other tests. For the same reason the server is made first.
    """
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, "no browser found: install the Debian package chromium"
    arguments = ["--disable-dev-shm-usage", "--font-render-hinting=none"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, server):
    """Opens a page in a new window: `open_page("/en/", width=390, javascript=False)`.

    The page keeps the hosts it asked for in `page.hosts`, answers without the strict security policy
    in `page.unguarded`, and errors of the browser's console in `page.complaints`;
    `page.refusals()` is what its policy kept it from loading.
    """
    contexts = []

    def open_it(path, *, width=1280, javascript=True, language="en"):
        context = chromium.new_context(
            base_url=server,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            locale=language,
        )
        contexts.append(context)
        context.add_init_script(KEEP_REFUSALS)
        page = context.new_page()
        page.refusals = lambda: page.evaluate("window.refused || []")
        page.hosts, page.unguarded, page.complaints = set(), set(), []
        page.on("request", lambda request: page.hosts.add(urlsplit(request.url).netloc))
        page.on("response", lambda answer: is_strict(answer) or page.unguarded.add(answer.url))
        page.on(
            "console",
            lambda message: (
                page.complaints.append(message.text) if message.type == "error" else None
            ),
        )
        page.goto(path)
        return page

    yield open_it
    for context in contexts:
        context.close()


@pytest.fixture
def log_in():
    """Logs in with an account at demo.example: `log_in(page, "researcher")` on the log-in page."""

    def type_it(page, name):
        page.get_by_role("textbox").nth(0).fill(f"{name}@demo.example")
        page.locator("[name=password]").fill(PASSWORD)
        with page.expect_navigation():  # else what follows may come before the log-in
            page.locator("main .form .button").click()

    return type_it

"""A real server on a site of its own, and a real browser that may reach nothing else."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

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
from tests.browser.content import publish_everything_else, publish_findings
make_accounts({PASSWORD!r})
publish_findings()
publish_everything_else()
"""


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def server(prepared_database, tmp_path_factory):
    """The address of a server in production's settings, on the demonstration's pages."""
    home = tmp_path_factory.mktemp("state")
    shutil.copy(prepared_database, home / "db.sqlite3")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "PORTAL_HOME": str(home),
    }
    options = {"env": environment, "cwd": settings.ROOT}
    subprocess.run([sys.executable, "-c", BUILD], check=True, **options)
    collect = ["manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run([sys.executable, *collect], check=True, **options)
    gunicorn = ["-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    gunicorn += ["--no-control-socket", "--log-level", "warning"]
    process = subprocess.Popen([sys.executable, *gunicorn], **options)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_it_answers(f"{address}/healthz")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_it_answers(address, seconds=30):
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            assert time.monotonic() < deadline, f"{address} did not answer"
            time.sleep(0.1)


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

    The page keeps its HTML as it came in `page.answer`, the hosts it asked for in `page.hosts`, and
    errors of the browser's console in `page.complaints`; `page.refusals()` is what its security
    policy kept it from loading.
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
        page.hosts, page.complaints = set(), []
        page.on("request", lambda request: page.hosts.add(urlsplit(request.url).netloc))
        page.on(
            "console",
            lambda message: (
                page.complaints.append(message.text) if message.type == "error" else None
            ),
        )
        page.answer = page.goto(path).text()
        return page

    yield open_it
    for context in contexts:
        context.close()


@pytest.fixture
def log_in():
    """Logs in with a demo account: `log_in(page, "researcher")` on the log-in page."""

    def type_it(page, group):
        page.get_by_role("textbox").nth(0).fill(f"{group}@demo.example")
        page.locator("[name=password]").fill(PASSWORD)
        with page.expect_navigation():  # else what follows may come before the log-in
            page.locator("main .form .button").click()

    return type_it

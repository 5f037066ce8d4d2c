"""The web process does not carry the libraries that only background work needs."""

import json
import os
import subprocess
import sys

from django.conf import settings

HEAVY = ["numpy", "openpyxl", "pandas", "pyxform", "scipy", "statsmodels", "weasyprint"]
GET_PAGES = f"""
import django, json, sys
django.setup()
from django.test import Client
client = Client(headers={{"host": "localhost"}})
statuses = [client.get(path).status_code for path in ("/en/", "/zh-hans/surveys/", "/healthz")]
print(json.dumps([statuses, [name for name in {HEAVY} if name in sys.modules]]))
"""


def test_pages_are_served_without_heavy_libraries(state_folder):
    process = subprocess.run(
        [sys.executable, "-c", GET_PAGES],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "PORTAL_DATABASE_URL": "",
            "PORTAL_HOME": str(state_folder),
        },
        capture_output=True,
        check=True,
        text=True,
        cwd=settings.ROOT,
    )
    assert json.loads(process.stdout) == [[200, 200, 200], []]


def test_the_system_checks_load_no_heavy_library(state_folder):
    code = f"""
import django, sys
django.setup()
from django.core.management import call_command
call_command("check", verbosity=0)
print([name for name in {HEAVY} if name in sys.modules])
"""
    process = subprocess.run(
        [sys.executable, "-c", code],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "PORTAL_DATABASE_URL": "",
            "PORTAL_HOME": str(state_folder),
        },
        capture_output=True,
        check=True,
        text=True,
        cwd=settings.ROOT,
    )
    assert process.stdout.splitlines()[-1] == "[]"

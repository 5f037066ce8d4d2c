"""The site on PostgreSQL: its promises, its pages, its search and the index that a start keeps."""

import json
import subprocess
import sys

import pytest

from tests import postgres
from tests.servers import in_production, run_code

pytestmark = pytest.mark.skipif(not postgres.programs(), reason="no PostgreSQL server here")

BUILD = """
from portal.demo.site import build_site
build_site()
from wagtail.search.models import IndexEntry
IndexEntry.objects.all().delete()
"""
VISIT = """
import json
from django.db import connection
from django.test import Client
client = Client(headers={"host": "localhost"})
def found(address, title):
    return title in client.get(address).content.decode().partition("<main")[2]

print(json.dumps({
    "vendor": connection.vendor,
    "pages": [client.get(path).status_code for path in ("/en/", "/zh-hans/", "/en/surveys/")],
    "found": found("/en/search/?q=privacy", "Privacy notice"),
    "part of a word": found("/zh-hans/search/?q=私声", "隐私声明"),
    "NUL": [
        client.get(path, headers={"cookie": 'sessionid="\\\\000aaaaaaaaaaaa"'}).status_code
        for path in (
            "/en/%00/", "/en/?country=%00", "/en/search/?q=%00x", "/en/respond/i/%00/",
            "/collect/key/%00/formList?deviceID=%00", "/en/reports/%00.pdf", "/r/%00",
        )
    ],
    "endless": client.get("/en/search/?q=" + "x+" * 3000).status_code,
}))
"""

PROMISES = """
import json
from django.apps import apps
from django.db import connection
cursor, missing = connection.cursor(), []
for model in apps.get_models(include_auto_created=True):
    meta = model._meta
    kept = connection.introspection.get_constraints(cursor, meta.db_table)
    named = [each.name for each in (*meta.constraints, *meta.indexes)]
    missing += [name for name in named if name[:63] not in kept]
    unique = [each["columns"] for each in kept.values() if each["unique"]]
    columns = [each.column for each in meta.local_concrete_fields if each.unique]
    missing += [f"{meta.db_table}.{name}" for name in columns if [name] not in unique]
print(json.dumps(missing))
"""
"""Names of more than 63 characters are cut there."""


def test_the_database_keeps_what_the_models_promise(postgresql, tmp_path):
    """Changes of a field can take a constraint of it along: on PostgreSQL a condition makes it an index."""
    assert json.loads(run_code(tmp_path, PROMISES, PORTAL_DATABASE_URL=postgresql)) == []


def test_pages_and_search_work(postgresql, tmp_path):
    database = {"PORTAL_DATABASE_URL": postgresql}
    run_code(tmp_path, BUILD, **database)
    for command in (["keep_index"], ["collectstatic", "--noinput", "--verbosity", "0"]):
        process = [sys.executable, "manage.py", *command]
        subprocess.run(process, check=True, **in_production(tmp_path, **database))
    seen = json.loads(run_code(tmp_path, VISIT, **database))
    assert seen == {
        "vendor": "postgresql",
        "pages": [200, 200, 200],
        "found": True,
        "part of a word": True,
        "NUL": [404, 200, 200, 404, 404, 404, 404],
        "endless": 200,
    }

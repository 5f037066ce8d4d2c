"""The settings that keep promises: storage, languages, secrets, no foreign host."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.settings.secret import secret_key


def test_the_secret_key_is_made_once_and_for_its_owner_alone(tmp_path):
    path = tmp_path / "secret_key"
    key = secret_key(path)
    assert len(key) >= 50
    assert secret_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_a_short_secret_key_is_refused(tmp_path):
    path = tmp_path / "secret_key"
    path.write_text("short")
    with pytest.raises(ImproperlyConfigured, match="expected 50 or more"):
        secret_key(path)


def test_site_languages():
    assert [code for code, _ in settings.LANGUAGES] == ["en", "zh-hans"]
    assert settings.WAGTAIL_CONTENT_LANGUAGES == settings.LANGUAGES


def test_more_languages_are_named_by_the_environment(tmp_path):
    code = "import json; from django.conf import settings; print(json.dumps([[code, str(name)] for code, name in settings.LANGUAGES]))"
    found = in_production(tmp_path, code, PORTAL_LANGUAGES="en, zh-hans, id")
    assert found == [["en", "English"], ["zh-hans", "Simplified Chinese"], ["id", "Indonesian"]]


def test_nothing_is_asked_of_foreign_hosts():
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAIL_ENABLE_WHATS_NEW_BANNER is False
    assert settings.WAGTAILEMBEDS_FINDERS == []


def in_production(home, code, **environment):
    """What `code` prints under the production settings in a process of its own."""
    process = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{code}"],
        env={
            **{name: value for name, value in os.environ.items() if name != "PORTAL_DATABASE_URL"},
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "PORTAL_HOME": str(home),
            **environment,
        },
        capture_output=True,
        check=True,
        text=True,
        cwd=settings.ROOT,
    )
    return json.loads(process.stdout)


def test_the_database_of_production_waits_instead_of_failing(tmp_path):
    found = in_production(
        tmp_path,
        "import json\n"
        "from django.conf import settings\n"
        "from django.db import connection, transaction\n"
        "cursor = connection.cursor()\n"
        "read = lambda name: cursor.execute(f'PRAGMA {name}').fetchone()[0]\n"
        "print(json.dumps([read('journal_mode'), read('synchronous'), connection.transaction_mode,"
        " settings.DATABASES['default'].get('ATOMIC_REQUESTS', False), settings.DEBUG,"
        " str(settings.MEDIA_ROOT)]))",
    )
    assert found == ["wal", 2, "IMMEDIATE", False, False, str(tmp_path / "media")]


def test_behind_https_the_deployment_check_has_nothing_to_say(tmp_path):
    found = in_production(
        tmp_path,
        "import json\n"
        "from django.core import checks\n"
        "print(json.dumps([str(message) for message in checks.run_checks("
        "include_deployment_checks=True)]))",
        PORTAL_HTTPS="yes",
        PORTAL_BASE_URL="https://portal.example",
    )
    assert found == []

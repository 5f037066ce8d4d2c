"""What the portal itself puts into its registries, as each app does in its `apps.py`."""

from allauth.account.signals import password_reset
from allauth.mfa.signals import authentication_failed
from django.core import checks
from django.urls import register_converter

from portal import pagecache, registries, translation_source, translation_texts
from portal.accounts.lockout import count_wrong_code, open_again
from portal.accounts.roles import RIGHTS
from portal.checks import page_conventions
from portal.content_checks import CHECKS
from portal.identifiers import RowNumber
from portal.panels import START_CARDS
from portal.printing import printing_warnings
from portal.prints import PRINT_JOB, print_job
from portal.publishing import PUBLISH_DUE
from portal.search import indexing
from portal.specimens import SPECIMENS
from portal.vocabulary import COUNTRY, TOPIC, TYPE


def connect_signals() -> None:
    """What follows from a change of content, and from what happens at the log-in."""
    indexing.connect()
    pagecache.connect()
    translation_source.connect()
    translation_texts.connect()
    authentication_failed.connect(count_wrong_code)
    password_reset.connect(open_again)


def register_work() -> None:
    """What workers do, and how addresses name rows."""
    registries.register_job(PRINT_JOB, print_job)
    registries.register_job(indexing.INDEX_JOB, indexing.index_job)
    registries.register_routine(PUBLISH_DUE)
    register_converter(RowNumber, "row")


def register_content() -> None:
    """Facets, specimens of the gallery, start cards, rights and content checks."""
    for facet in (COUNTRY, TOPIC, TYPE):
        registries.register_facet(facet)
    for specimen in SPECIMENS:
        registries.register_specimen(specimen)
    for card in START_CARDS:
        registries.register_start_card(card)
    for right in RIGHTS:
        registries.register_right(right)
    for check in CHECKS:
        registries.register_content_check(check)


def register_checks() -> None:
    """What `manage.py check` looks at."""
    checks.register(printing_warnings)
    checks.register(page_conventions)

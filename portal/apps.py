from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from allauth.account.signals import password_reset
        from allauth.mfa.signals import authentication_failed
        from django.core.checks import register as register_check
        from django.urls import register_converter

        from portal.accounts.lockout import count_wrong_code, open_again
        from portal.accounts.roles import RIGHTS
        from portal.checks import page_conventions
        from portal.content_checks import CHECKS
        from portal.identifiers import RowNumber
        from portal.pagecache import connect as connect_page_cache
        from portal.panels import START_CARDS
        from portal.printing import printing_warnings
        from portal.prints import PRINT_JOB, print_job
        from portal.publishing import PUBLISH_DUE
        from portal.registries import (
            register_content_check,
            register_facet,
            register_job,
            register_right,
            register_routine,
            register_specimen,
            register_start_card,
        )
        from portal.search.indexing import INDEX_JOB, index_job
        from portal.search.indexing import connect as connect_search
        from portal.specimens import SPECIMENS
        from portal.vocabulary import COUNTRY, TOPIC

        register_converter(RowNumber, "row")
        register_check(printing_warnings)
        register_job(PRINT_JOB, print_job)
        register_job(INDEX_JOB, index_job)
        register_routine(PUBLISH_DUE)
        register_check(page_conventions)
        connect_search()
        connect_page_cache()
        register_facet(COUNTRY)
        register_facet(TOPIC)
        for specimen in SPECIMENS:
            register_specimen(specimen)
        for card in START_CARDS:
            register_start_card(card)
        for right in RIGHTS:
            register_right(right)
        authentication_failed.connect(count_wrong_code)
        password_reset.connect(open_again)
        for check in CHECKS:
            register_content_check(check)

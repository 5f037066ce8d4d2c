from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from django.core.checks import register as register_check
        from django.urls import register_converter

        from portal.checks import page_conventions
        from portal.identifiers import RowNumber
        from portal.panels import START_CARDS
        from portal.printing import printing_warnings
        from portal.prints import PRINT_JOB, print_job
        from portal.registries import register_facet, register_job, register_start_card
        from portal.search.indexing import connect as connect_search
        from portal.vocabulary import COUNTRY, TOPIC

        register_converter(RowNumber, "row")
        register_check(printing_warnings)
        register_job(PRINT_JOB, print_job)
        register_check(page_conventions)
        connect_search()
        register_facet(COUNTRY)
        register_facet(TOPIC)
        for card in START_CARDS:
            register_start_card(card)

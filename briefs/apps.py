"""The knowledge app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BriefsConfig(AppConfig):
    name = "briefs"
    verbose_name = _("Knowledge")

    def ready(self) -> None:
        from briefs import content_checks, facets, panels, specimens
        from portal import registries

        registries.register_facet(facets.KIND)
        for kind in ("experience", "publication_page", "episode", "event"):
            registries.register_listing_date(f"{kind}__date")
        registries.register_listing_date("publication_page__expected")
        for panel in (panels.EXPERIENCE, panels.BRIEF, panels.EVENT, panels.MONITOR):
            registries.register_home_panel(panel)
        registries.register_listing_note(panels.SUBSCRIBE)
        registries.register_start_card(panels.KNOWLEDGE_CARD)
        for specimen in specimens.SPECIMENS:
            registries.register_specimen(specimen)
        for right in panels.RIGHTS:
            registries.register_right(right)
        registries.register_content_check(content_checks.UNDATED_FIGURES)

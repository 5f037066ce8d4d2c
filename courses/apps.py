"""The training app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Training")

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex

        from courses import panels
        from courses.models import UnitRevision
        from portal.registries import (
            register_home_panel,
            register_own_doors,
            register_start_card,
        )

        ReferenceIndex.register_model(UnitRevision)
        register_home_panel(panels.OPEN_COURSES)
        register_own_doors(panels.own_cohorts)
        register_start_card(panels.LEARN_CARD)
        register_start_card(panels.COHORTS_CARD)

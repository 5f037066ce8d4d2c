"""The survey app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = _("Surveys")

    def ready(self) -> None:
        from portal.registries import StartCard, register_job, register_start_card
        from surveys import tasks

        register_job(tasks.RELEASE, tasks.release)
        register_start_card(
            StartCard(
                key="surveys",
                title=_("Surveys"),
                text=_("Questionnaires, answers that wait for review, and releases."),
                address="surveys_index",
                groups=frozenset({"researcher", "auditor"}),
                order=30,
            )
        )

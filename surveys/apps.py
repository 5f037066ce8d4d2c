"""The survey app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = _("Surveys")

    def ready(self) -> None:
        from portal.registries import (
            register_home_panel,
            register_job,
            register_right,
            register_routine,
            register_shown_model,
            register_start_card,
        )
        from surveys import panels, queries, tasks

        register_job(queries.RELEASE_JOB, tasks.release)
        register_job(queries.CHECK_JOB, tasks.check)
        register_routine(tasks.CLOSE_IDLE_DRAFTS)
        register_job(queries.EXPORT_JOB, tasks.export)
        register_job(queries.LOOK_JOB, tasks.look)
        register_job(queries.IMPORT_JOB, tasks.take)
        register_job(queries.DELIVER_JOB, tasks.deliver)
        register_job(queries.MAIL_JOB, tasks.mail)
        register_routine(tasks.REMOVE_OLD_FILES)
        register_routine(tasks.TELL_WEBHOOKS)
        register_routine(tasks.SWEEP_UNFINISHED)
        register_routine(tasks.COMPARE_INTERVIEWS)
        register_routine(tasks.NOTE_COUNTED)
        register_home_panel(panels.NEWEST_FINDINGS)
        register_start_card(panels.SURVEYS_CARD)
        register_start_card(panels.FIELD_CARD)
        for right in panels.RIGHTS:
            register_right(right)
        for model in ("Survey", "Release"):
            register_shown_model(f"surveys.{model}")

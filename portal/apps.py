from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from django.core.checks import register as register_check

        from portal.printing import printing_warnings
        from portal.registries import StartCard, register_start_card

        register_check(printing_warnings)
        register_start_card(
            StartCard(
                key="edit",
                title=_("Edit the site"),
                text=_("Write, translate and publish pages."),
                address="wagtailadmin_home",
                groups=frozenset({"editor", "translator"}),
            )
        )
        register_start_card(
            StartCard(
                key="password",
                title=_("Change your password"),
                text=_("Choose a new password for your account."),
                address="password",
                order=900,
            )
        )

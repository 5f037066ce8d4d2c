from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from portal import assembly

        assembly.connect_signals()
        assembly.register_work()
        assembly.register_content()
        assembly.register_checks()

"""The survey app inside the Wagtail admin."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from surveys.access import may_view
from surveys.urls import admin_urlpatterns


@hooks.register("register_admin_urls")
def survey_addresses() -> list:
    return admin_urlpatterns


class SurveysMenuItem(MenuItem):
    """Seen by those who may open it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_view(request.user)


@hooks.register("register_admin_menu_item")
def surveys_menu_item() -> MenuItem:
    return SurveysMenuItem(_("Surveys"), reverse_lazy("surveys_index"), icon_name="form", order=250)


@hooks.register("register_reports_menu_item")
def outdated_quotes_menu_item() -> MenuItem:
    return MenuItem(
        _("Outdated quotes"), reverse_lazy("surveys_outdated_quotes"), icon_name="history"
    )

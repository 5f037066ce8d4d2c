"""The reports of the portal in the menu of reports."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from portal.views.content import content_report
from portal.visits.report import VisitsReport


@hooks.register("register_admin_urls")
def content_report_address() -> list[URLPattern]:
    return [path("reports/content/", content_report, name="portal_content_report")]


class ContentReportMenuItem(MenuItem):
    """Seen by those who edit pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return page_permission_policy.user_has_permission(request.user, "change")


@hooks.register("register_reports_menu_item")
def content_report_menu_item() -> MenuItem:
    return ContentReportMenuItem(
        _("Content to look at"), reverse_lazy("portal_content_report"), icon_name="tasks", order=10
    )


@hooks.register("register_admin_urls")
def visits_addresses() -> list[URLPattern]:
    """The report of visits, and what it fetches anew when it is narrowed."""
    results = VisitsReport.as_view(results_only=True)
    return [
        path("reports/visits/", VisitsReport.as_view(), name="portal_visits"),
        path("reports/visits/results/", results, name="portal_visits_results"),
    ]


class VisitsMenuItem(MenuItem):
    """Seen by those who may read the report."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("portal.view_pagevisits")


@hooks.register("register_reports_menu_item")
def visits_menu_item() -> MenuItem:
    return VisitsMenuItem(_("Visits"), reverse_lazy("portal_visits"), icon_name="view")

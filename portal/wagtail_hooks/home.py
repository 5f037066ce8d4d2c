"""What the admin's first page shows besides Wagtail's own panels."""

from collections import Counter
from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy

from portal.content_checks import checks, findings
from portal.guides import guides_for
from portal.registries import awaiting, groups_of


class AwaitingPanel(Component):
    """What awaits the person, as on their start page, and the guide of their role."""

    order = 10
    template_name = "portal/admin/awaiting_panel.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        groups, everything = groups_of(request.user)
        guides = guides_for(groups, everything=everything)
        return {"awaiting": awaiting(request), "guides": guides}


class ContentPanel(Component):
    """How much there is to mend on the pages that the person may edit."""

    order = 20
    template_name = "portal/admin/content_panel.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        found = Counter(row.kind for row in findings(parent_context["request"].user))
        return {"rows": [(check, found[check.kind]) for check in checks() if found[check.kind]]}


@hooks.register("construct_homepage_panels")
def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Called for each visit of the page."""
    panels.append(AwaitingPanel())
    if page_permission_policy.user_has_permission(request.user, "change"):
        panels.append(ContentPanel())

"""The pages of one survey in the admin: in sections, for those who may open them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from surveys.access import ANSWERS, DESIGN, FIELD, TEAM, VIEW, capabilities

register = template.Library()


@dataclass(frozen=True, slots=True)
class Place:
    """A page, what one must be allowed to do to open it, and the pages that stand below it."""

    route: str
    title: str | Promise
    needs: str = VIEW
    below: tuple[str, ...] = ()


SECTIONS: tuple[tuple[str | Promise, tuple[Place, ...]], ...] = (
    (_("Overview"), (Place("surveys_survey", _("Overview")),)),
    (
        _("Preparation"),
        (
            Place("surveys_opening", _("Opening")),
            Place("surveys_questionnaires", _("Questionnaires"), VIEW,
                  ("surveys_version", "surveys_codebook", "surveys_compare", "surveys_publish",
                   "surveys_upload", "surveys_files")),
            Place("surveys_sample", _("Draw a sample"), DESIGN),
            Place("surveys_team", _("Team"), TEAM),
        ),
    ),
    (
        _("Fieldwork"),
        (
            Place("surveys_fieldwork", pgettext_lazy("survey", "Progress")),
            Place("surveys_rates", _("Response rates")),
            Place("surveys_units", _("Cases"), FIELD,
                  ("surveys_unit", "surveys_units_import", "surveys_units_preview")),
            Place("surveys_invitations", _("Invitations"), FIELD),
            Place("surveys_mailings", _("Letters and e-mails"), FIELD),
            Place("surveys_panels", _("Panels"), FIELD,
                  ("surveys_panel", "surveys_panel_import", "surveys_panel_recruit",
                   "surveys_panel_preview", "surveys_wave", "surveys_panel_member",
                   "surveys_panel_contact")),
            Place("surveys_quotas", _("Quotas"), FIELD),
            Place("surveys_devices", _("Devices"), FIELD),
        ),
    ),
    (
        pgettext_lazy("survey", "Answers"),
        (
            Place("surveys_inbox", _("Inbox"), ANSWERS,
                  ("surveys_submission", "surveys_edit", "surveys_versions")),
            Place("surveys_held_list", _("Held contents"), ANSWERS, ("surveys_held",)),
            Place("surveys_back_checks", _("Back-checks"), ANSWERS,
                  ("surveys_back_check", "surveys_back_check_list")),
        ),
    ),
    (
        _("Data"),
        (
            Place("surveys_data", _("Export the answers"), ANSWERS),
            Place("surveys_imports", _("Import answers"), DESIGN, ("surveys_import",)),
            Place("surveys_machines", _("Machines"), DESIGN, ("surveys_machines_how",)),
        ),
    ),
    (_("Weighting"), (Place("surveys_weighting", _("Weight the answers"), DESIGN),)),
)  # fmt: skip
"""What one does with a survey, in the order in which one does it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the navigation; `current` where the page stands below it, "page" where it is it."""

    title: str | Promise
    url: str
    current: str


@register.inclusion_tag("surveys/admin/_sections.html", takes_context=True)
def survey_sections(context: template.Context) -> dict[str, Any]:
    """Links to the survey's sections, and to the pages of the one that is open."""
    request, survey = context["request"], context["survey"]
    may = context.get("may")
    may = capabilities(request.user, survey) if may is None else may
    here = request.resolver_match.url_name
    sections, pages = [], []
    for title, places in SECTIONS:
        links = [_link(place, survey.slug, here) for place in places if place.needs in may]
        if links:
            is_open = any(link.current for link in links)
            sections.append(Link(title, links[0].url, "true" if is_open else ""))
            pages = links if is_open else pages
    return {"survey": survey, "sections": sections, "pages": pages if len(pages) > 1 else []}


def _link(place: Place, slug: str, here: str) -> Link:
    current = "page" if here == place.route else "true" if here in place.below else ""
    return Link(place.title, reverse(place.route, args=[slug]), current)

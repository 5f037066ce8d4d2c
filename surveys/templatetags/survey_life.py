"""Words for the life of a survey: its checklist and the steps to other states."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from surveys.services.readiness import Check

register = template.Library()

TITLES: dict[str, Promise] = {
    "questionnaire": _("Published questionnaire"),
    "consent": _("Consent text in each language of the questionnaire"),
    "people": _("Sample or open link"),
    "lead": _("Somebody who leads the survey"),
    "closing_date": _("Closing date"),
    "assigned": _("Interviewers for all cases"),
    "case": _("Question for the case"),
    "devices": _("Keys for devices"),
    "pilot": _("Pilot"),
    "plan": _("Analysis plan"),
    "control_totals": _("Control totals"),
}
REMEDIES: dict[str, Promise] = {
    "questionnaire": _("Import a questionnaire and publish it."),
    "consent": _("Write below what people are told."),
    "people": _("Load the sample, or let anybody answer who has the address."),
    "lead": _("Give a member of the team the role of lead."),
    "closing_date": _("Say below when fieldwork ends; later answers are kept and marked late."),
    "assigned": _("Assign the cases, unless people answer by invitation."),
    "case": _(
        "Ask for the case in a question a_case_id, unless people answer by invitation: interviews on"
        " devices are joined to their case by it."
    ),
    "devices": _("Make a key for each interviewer, unless people answer on the web."),
    "pilot": _("Try the questionnaire on a few people first; their cases stay apart."),
    "plan": _("Write now how the answers will be weighted: it shows what must be asked."),
    "control_totals": _("Store the population counts that the weights will reproduce."),
}
ACTIONS: dict[str, Promise] = {
    "draft": _("Back to draft"),
    "pilot": _("Begin the pilot"),
    "open": _("Open the survey"),
    "paused": _("Pause"),
    "closed": _("Close the survey"),
    "archived": _("Archive"),
}


@register.filter
def check_title(code: str) -> Promise:
    """What a line of the checklist is about."""
    return TITLES[code]


@register.filter
def check_remedy(check: Check) -> Promise:
    """What to do about a line that is not done."""
    return REMEDIES[check.code]


@register.filter
def state_action(state: str) -> Promise:
    """What the button says that brings the survey into a state."""
    return ACTIONS[state]

"""A panel, a survey that comes later, and people who join and answer."""

from datetime import date

import pytest

from surveys.models import Survey
from surveys.services.contacts import sealed_contact
from surveys.services.panels import begin_panel
from surveys.services.teams import set_role


@pytest.fixture
def panel(survey):
    return begin_panel(survey=survey, name="Riders")


@pytest.fixture
def later(lead):
    """A later survey whose fieldwork the same person runs."""
    made = Survey.objects.create(slug="later", titles={"en": "Later"}, state="open")
    set_role(survey=made, user=lead, role="lead")
    return made


@pytest.fixture
def member(panel):
    return join(panel, "m1")


def join(panel, name, **fields):
    made = panel.members.create(
        member_id=name, **{"consented_on": date(2026, 5, 31), "stratum": "A", **fields}
    )
    sealed_contact(made, {"name": "李娜", "phone": "138"}).save()
    return made


def held(wave, member, **fields):
    unit = wave.units.get(member=member)
    return unit.submissions.create(
        survey=wave.survey, instance_id=unit.case_id, sha256="x", **fields
    )

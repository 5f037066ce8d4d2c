"""A number in an address that no database can hold is not there, rather than an error."""

import pytest

from surveys.models import Survey
from tests.courses.makers import make_cohort, make_course, make_version

MISSING = 404
TOO_LARGE = "9" * 22


@pytest.mark.parametrize(
    "address",
    [
        "/admin/courses/{}/release/",
        "/en/cohorts/{cohort}/lessons/{}/",
        "/en/cohorts/{cohort}/lessons/{}.pdf",
        "/admin/cohorts/edit/{}/",
        "/admin/surveys/{survey}/submissions/{}/",
        "/admin/surveys/{survey}/submissions/{}/review/",
        "/admin/localize/update/{}/",
        "/admin/localize/page/{}/convert_to_alias/",
    ],
)
def test_it_is_not_found(client, site, person, address):
    client.force_login(person("administrator", is_superuser=True))
    cohort = make_cohort(make_version(make_course(site))).public_id
    survey = Survey.objects.create(slug="nse", titles={"en": "Workers"}).slug
    address = address.format(TOO_LARGE, cohort=cohort, survey=survey)
    assert client.get(address).status_code == MISSING

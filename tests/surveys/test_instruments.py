"""Questionnaire versions: imported whole, published once, never changed after."""

import io
from datetime import date

import openpyxl
import pytest

from surveys.errors import SurveyError
from surveys.models import InstrumentVersion, Survey
from surveys.queries.weighting import weighting_columns
from surveys.services.instruments import import_instrument, publish_instrument
from surveys.services.samples import store_control_totals, store_plan
from tests.nse import nse_workbook


def edited_workbook(**cells):
    """The demonstration workbook with other settings, such as `version="2"`."""
    workbook = openpyxl.load_workbook(io.BytesIO(nse_workbook()))
    settings = workbook["settings"]
    for column in settings.iter_cols():
        if column[0].value in cells:
            column[1].value = cells[column[0].value]
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def import_bytes(survey, content):
    return import_instrument(survey=survey, content=content, filename="form.xlsx")


def test_the_workbook_s_form_id_and_version_are_kept(survey):
    version = survey.instrument_versions.get()
    assert (version.form_id, version.version) == ("nse_ss_2021", "2021040102")
    assert bytes(version.workbook) == nse_workbook()


def test_the_same_workbook_again_is_the_same_version(survey):
    assert import_bytes(survey, nse_workbook()) == survey.instrument_versions.get()


def test_other_content_under_a_published_version_is_refused(survey):
    before = survey.instrument_versions.get()
    with pytest.raises(SurveyError) as caught:
        import_bytes(survey, edited_workbook(form_title="Another title"))
    (problem,) = caught.value.problems
    assert problem.code == "version_published"
    assert "2021040102" in problem.expected()
    assert survey.instrument_versions.get().xform_sha256 == before.xform_sha256


def test_a_new_version_stands_beside_the_published_one(survey):
    import_bytes(survey, edited_workbook(version="2021040103"))
    assert survey.instrument_versions.count() == 2


def test_a_draft_takes_other_content_until_it_is_published(db):
    survey = Survey.objects.create(slug="drafts")
    import_bytes(survey, nse_workbook())
    version = import_bytes(survey, edited_workbook(form_title="Another title"))
    assert version.title == "Another title"
    publish_instrument(version=version)
    assert survey.instrument_versions.get().state == InstrumentVersion.State.PUBLISHED


def test_two_surveys_may_hold_the_same_form(survey):
    other = Survey.objects.create(slug="other")
    import_bytes(other, nse_workbook())
    assert InstrumentVersion.objects.count() == 2


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 broken"])
def test_an_unreadable_workbook_is_told_and_leaves_nothing(db, content):
    survey = Survey.objects.create(slug="broken")
    with pytest.raises(SurveyError) as caught:
        import_bytes(survey, content)
    assert caught.value.problems[0].remedy()
    assert not survey.instrument_versions.exists()


def test_weights_need_the_columns_of_the_control_totals_and_of_their_recodes(survey):
    totals = {
        "variables": ["age_group", "b_sex"],
        "totals": {},
        "source": "x",
        "quality": "official",
    }
    store_control_totals(survey=survey, documents={"margin": {**totals, "date": date(2021, 1, 1)}})
    recode = (
        '[[recodes]]\nname = "age"\nplus = ["a_year"]\nminus = ["b_birth_year"]\n'
        '[[recodes]]\nname = "age_group"\n'
        'levels = [{ code = "1", when = { all = [{ column = "age", at_most = 24 }] } }]\n'
        '[[recodes]]\nname = "other"\nyes = { column = "f_pension", one_of = ["1"] }\n'
    )
    store_plan(survey=survey, text=recode)

    assert weighting_columns(survey) == {"age_group", "b_sex", "age", "a_year", "b_birth_year"}

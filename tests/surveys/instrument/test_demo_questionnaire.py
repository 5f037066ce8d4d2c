"""The demonstration questionnaire keeps every rule that the portal tells others to keep."""

import shutil

import pytest
from pyxform.validators.odk_validate import check_xform

from surveys.instrument.xlsform import convert
from tests.surveys.instrument.forms import NSE, nse


def test_it_leaves_no_house_rule():
    assert convert(NSE.read_bytes(), NSE.name).warnings == ()


@pytest.mark.skipif(not shutil.which("java"), reason="ODK Validate needs Java")
def test_it_passes_odk_validate(tmp_path):
    path = tmp_path / "nse.xml"
    path.write_bytes(convert(NSE.read_bytes(), NSE.name).xform)

    assert check_xform(str(path)) == []


def test_the_sample_s_data_and_the_interviewer_s_record_are_told_apart():
    by = {}
    for question in nse().questions.values():
        by.setdefault(question.asked_by, []).append(question.name)

    assert by["preload"] == ["a_case_id", "a_city", "a_stratum", "a_source", "a_mode", "a_coupon"]
    assert by["interviewer"] == [
        "j_others", "j_underst", "j_coop", "j_attempts", "j_outcome", "j_int", "j_note",
    ]  # fmt: skip


def test_everything_asked_is_asked_in_both_languages():
    for question in nse().questions.values():
        texts = [question.labels] if question.asked or question.kind == "note" else []
        texts += [choice.labels for choice in question.choices]
        texts += [words for words in (question.hints, question.constraint_messages) if words]
        assert all(words.keys() == {"en", "zh-hans"} for words in texts), question.name
        assert all(text.strip("- ") for words in texts for text in words.values()), question.name

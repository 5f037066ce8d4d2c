"""What only phones do is told at import with its row, or refused where nothing could check it."""

import pytest

from surveys.errors import SurveyError
from surveys.instrument.xlsform import convert

FORM = """
| survey   |               |      |                     |                  |                |
|          | type          | name | label::English (en) | label::中文 (zh) | appearance     |
|          | {type}        | q    | Question            | 问题             | {appearance}   |
| choices  |               |      |                     |                  |                |
|          | list_name     | name | label::English (en) | label::中文 (zh) |                |
|          | yn            | 1    | Yes                 | 是               |                |
| settings |               |      |                     |                  |                |
|          | form_id       | version |                  |                  |                |
|          | f             | 1    |                     |                  |                |
"""


def converted(type="text", appearance=""):
    return convert(FORM.format(type=type, appearance=appearance).encode(), "form.md", frozenset())


@pytest.mark.parametrize(
    ("type", "appearance", "codes"),
    [
        ("text", "multiline w2", []),
        ("select_one yn", "columns-3 quick", []),
        ("text", "ex:org.example.app(q='a b')", [("appearance_ignored", "appearance")]),
        ("text", "masked", [("appearance_ignored", "appearance")]),
        ("text", "multilne", [("appearance_ignored", "appearance")]),
        ("start-geopoint", "", [("device_only", "type")]),
        ("geotrace", "", [("browser_refused", "type")]),
        ("select_one yn or_other", "", [("or_other_english", "type")]),
        ("select_multiple yn or specify other", "", [("or_other_english", "type")]),
    ],
)
def test_what_pages_do_not_follow_is_told_with_its_row(type, appearance, codes):
    found = [(each.code, each.where) for each in converted(type, appearance).warnings]
    assert found == [(code, f"survey › row 4 › {column}") for code, column in codes]


@pytest.mark.parametrize(
    ("type", "appearance", "code"),
    [
        ("select_one yn", "minimal search('towns')", "search_refused"),
        ("select_one_external yn", "", "external_refused"),
    ],
)
def test_choices_that_only_a_phone_knows_are_refused(type, appearance, code):
    with pytest.raises(SurveyError) as refused:
        converted(type, appearance)
    assert code in [problem.code for problem in refused.value.problems]

"""The codebook is valid by the schema that the DDI Alliance published."""

import tarfile
from pathlib import Path

import pytest
from lxml import etree

from surveys.exports.cases import CaseReader, Interview
from surveys.exports.layout import layout_of
from surveys.exports.writing import Options, write
from tests.nse import nse_questionnaire
from tests.surveys.exports.test_layout import form, nested, question

SCHEMA = Path(__file__).parents[2] / "data" / "ddi" / "schemas.tar.xz"


@pytest.fixture(scope="module")
def schema(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ddi")
    with tarfile.open(SCHEMA) as archive:
        archive.extractall(folder, filter="data")
    return etree.XMLSchema(file=str(folder / "schemas" / "codebook.xsd"))


@pytest.fixture
def codebook(tmp_path):
    """Writes the codebook of questionnaires and gives it parsed."""

    def written(*questionnaires, title):
        out = tmp_path / "codebook.xml"
        case = CaseReader().read(Interview(None, {}, {}, {"KEY": "uuid:1"}))
        write(
            "ddi",
            layout_of([*questionnaires]),
            [case],
            out,
            Options(title=title, identifier="study"),
        )
        return etree.parse(out)

    return written


def faults(schema, document):
    schema.validate(document)
    return [f"{error.line}: {error.message}" for error in schema.error_log]


def test_the_whole_questionnaire_of_the_demonstration(schema, codebook):
    document = codebook(nse_questionnaire(), title={"en": "Work", "zh-hans": "工作"})
    assert faults(schema, document) == []


def test_repeats_two_versions_odd_words_and_no_title(schema, codebook):
    labels = {"en": 'A < B & "C"', "Français": "Âge", "zh-hans": ""}
    odd = form("2", question("q", labels=labels), question("n", "integer", "int"))
    assert faults(schema, codebook(form("1", *nested().nodes), odd, title={})) == []


def test_the_schema_finds_what_is_wrong(schema, codebook):
    document = codebook(nested(), title={"en": "Study"})
    document.getroot().find("{*}dataDscr/{*}var").set("intrvl", "sometimes")
    assert "intrvl" in " ".join(faults(schema, document))

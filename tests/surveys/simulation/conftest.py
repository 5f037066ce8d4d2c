"""The standard population, drawn once, and the questionnaire its people answer."""

from pathlib import Path

import pytest

import surveys
from surveys.instrument.questionnaire import read_questionnaire
from surveys.instrument.xlsform import convert_workbook
from surveys.simulation.population import simulated_population

FIXTURES = Path(surveys.__file__).parent / "fixtures"


def pytest_addoption(parser):
    parser.addoption("--draws", type=int, default=60, help="simulated surveys in test_truth.py")


@pytest.fixture(scope="session")
def population():
    return simulated_population()


@pytest.fixture(scope="session")
def questionnaire():
    workbook = FIXTURES / "nse" / "questionnaire.xlsx"
    return read_questionnaire(convert_workbook(workbook.read_bytes(), workbook.name))

"""Questionnaires for the tests: the two real ones, and small ones written as tables."""

import datetime as dt
import io
import re
from functools import lru_cache
from pathlib import Path

import numpy as np
from lxml import etree
from openpyxl import Workbook
from pyxform.xls2xform import convert

import surveys
from surveys.collection.answers import parse_submission
from surveys.collection.loading import load
from surveys.instrument.compiler import Compiler
from surveys.instrument.filling import fill
from surveys.instrument.program import program_of
from surveys.instrument.questionnaire import read_questionnaire
from surveys.instrument.xlsform import convert_workbook

DATA = Path(__file__).parents[2] / "data"
NSE = Path(surveys.__file__).parent / "fixtures" / "nse" / "questionnaire.xlsx"
BEIJING = dt.timezone(dt.timedelta(hours=8))
STARTED = dt.datetime(2021, 4, 6, 9, 0, 12, 345_000, tzinfo=BEIJING)


@lru_cache
def oracle():
    return read_questionnaire((DATA / "oracle_open" / "nsw2026.xml").read_bytes())


@lru_cache
def oracle_submissions():
    folder = DATA / "oracle_open" / "submissions"
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.xml"))}


@lru_cache
def nse():
    return read_questionnaire(convert_workbook(NSE.read_bytes(), NSE.name))


def form(table):
    """The questionnaire of a form in pyxform's Markdown notation."""
    return read_questionnaire(convert(table).xform.encode())


def workbook(**sheets):
    """An .xlsx file from Markdown tables, one per sheet."""
    book = Workbook()
    book.remove(book.active)
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for line in table.strip().splitlines():
            sheet.append([cell.strip() or None for cell in line.strip().strip("|").split("|")])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def answered(questionnaire, respondent, **answers_of_the_machine):
    """A filled submission; the respondent may be a dictionary of answers (else blank)."""
    if isinstance(respondent, dict):
        given = respondent
        respondent = lambda question, choices, answers: given.get(question.name, "")  # noqa: E731
    options = {
        "instance_id": "uuid:1",
        "started": STARTED,
        "ended": STARTED + dt.timedelta(minutes=30),
        "random": np.random.default_rng(1),
        **answers_of_the_machine,
    }
    return fill(questionnaire, respondent, **options)


@lru_cache
def expressions():
    """The form of `tests/data/expressions` as a running interview, and its program."""
    source = (DATA / "expressions" / "form.xml").read_bytes()
    program = program_of(read_questionnaire(source))
    instance = etree.fromstring(source).find(".//{*}instance")[0]
    for template in instance.findall("{*}empty_job"):
        instance.remove(template)
    parsed = parse_submission(etree.tostring(instance))
    interview, strangers = load(program, parsed, dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC))
    assert strangers == []
    return program, interview


def ask(expression, context="/data/i"):
    """The value of an expression at a node such as `/data/job[2]/n`."""
    program, interview = expressions()
    path = re.sub(r"\[\d+\]", "", context)
    slot = next(slot for slot in program.slots if slot.path == path)
    scope = interview.main
    for repeat, place in re.findall(r"([^\[]*)\[(\d+)\]", context):
        known = {slot.path: slot.template for slot in program.slots}
        repeat = re.sub(r"\[\d+\]", "", context[: context.index(f"{repeat}[") + len(repeat)])
        scope = scope.repeats[known[repeat].number][int(place) - 1]
    return Compiler(program, slot).source(expression)(scope)

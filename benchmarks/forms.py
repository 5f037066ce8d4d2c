"""The two questionnaires that devices fill in: of about forty questions, and of 250."""

import datetime as dt
import io
from functools import lru_cache

LONG, PAGE = 250, 25
DIFFERENT = 20
"""So many interviews of the long form are sent again and again, each time under another instance ID."""
KINDS = (
    ("select_one agreed", ""),
    ("select_multiple heard", ""),
    ("integer", ". >= 0 and . <= 120"),
    ("text", "string-length(.) < 200"),
    ("decimal", ". >= 0"),
)
CHOICES = {"agreed": 5, "heard": 12}
NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def prepare(kind, address):
    """A survey that takes this form; returns the address at which devices send."""
    from django.core.management import call_command

    from surveys.models import Survey
    from surveys.services.instruments import import_instrument, publish_instrument

    survey = Survey.objects.create(slug=kind, titles={"en": kind}, state=Survey.State.OPEN)
    publish_instrument(
        version=import_instrument(survey=survey, content=_xform(kind), filename=f"{kind}.xml")
    )
    told = io.StringIO()
    call_command("collector_key", survey=kind, stdout=told, stderr=io.StringIO())
    return told.getvalue().strip()


def request(kind, number):
    """Body and headers of one post as Collect sends it."""
    from tests.surveys.collect.phone import BOUNDARY, answers, multipart

    halves = _halves(kind)
    before, after = halves[number % len(halves)]
    body = multipart(answers(before + f"uuid:{kind}-{number:08}".encode() + after))
    return body, {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "X-OpenRosa-Version": "1.0",
        "Date": "Tue, 24 Nov 2026 01:02:03 GMT",
    }


@lru_cache
def _halves(kind):
    """Each interview before and after its instance ID."""
    return [_cut(xml) for xml in (_kept() if kind == "cost" else _filled())]


def _cut(xml):
    tag = "instanceID>"
    before, _tag, rest = xml.partition(tag)
    return (before + tag).encode(), rest[rest.index("<") :].encode()


def _kept():
    """The interviews that are kept of the open test questionnaire, filled by JavaRosa."""
    from tests.oracle import records

    return [case.xml for case in records.read("nsw2026").cases if case.kind == "filled"]


def _xform(kind):
    from tests.oracle.forms import xform

    return xform("nsw2026") if kind == "cost" else _long_form()


@lru_cache
def _long_form():
    """Pages of choices, numbers and texts; every question has a rule, every fifth a condition."""
    from pyxform.xls2xform import convert

    lines = ["| survey |", "| | type | name | label | required | relevant | constraint |"]
    for number in range(LONG):
        kind, rule = KINDS[number % len(KINDS)]
        if number % PAGE == 0:
            lines.append(f"| | begin group | page{number // PAGE} | Page | | | |")
        condition = f"${{q{number - 2}}} >= 18" if number % len(KINDS) == len(KINDS) - 1 else ""
        lines.append(f"| | {kind} | q{number} | Question {number}? | yes | {condition} | {rule} |")
        if (number + 1) % PAGE == 0:
            lines.append("| | end group | | | | | |")
    lines += ["| choices |", "| | list_name | name | label |"]
    lines += [
        f"| | {name} | {code} | Choice {code} |"
        for name, many in CHOICES.items()
        for code in range(1, many + 1)
    ]
    lines += ["| settings |", "| | form_id | version |", "| | rush | 1 |"]
    return str(convert("\n".join(lines)).xform).encode()


def _filled():
    """Interviews of the long form as respondents with a seed answer it."""
    import numpy as np

    from surveys.instrument.filling import fill
    from surveys.instrument.questionnaire import read_questionnaire

    form, random = read_questionnaire(_long_form()), np.random.default_rng(250)

    def answer(question, choices, answers):
        if choices:
            many = random.integers(1, 4) if question.kind == "select_multiple" else 1
            return " ".join(sorted(random.choice([each.name for each in choices], many, False)))
        return str(random.integers(1, 100)) if question.data_type != "string" else "职业 work"

    return [
        fill(
            form, answer, instance_id="uuid:template", random=random,
            started=NOW, ended=NOW + dt.timedelta(minutes=40),
        ).decode()
        for _interview in range(DIFFERENT)
    ]  # fmt: skip

"""A survey with very many stored interviews: fifty are taken in, and the database multiplies them."""

import datetime as dt
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEMPLATES, DAYS, PEOPLE, STRATA = 50, 60, 40, 24
STATES = ["approved"] * 12 + ["received"] * 4 + ["hasIssues"] * 2 + ["returned", "rejected"]
FLAGS = ["", "", "", "too_fast", "many_blanks out_of_hours"]
COPIES = """
WITH RECURSIVE numbers(n) AS (SELECT %s UNION ALL SELECT n + 1 FROM numbers WHERE n < %s),
templates AS (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM {table} WHERE id < {before})
INSERT INTO {table} ({columns})
SELECT {values} FROM numbers JOIN templates ON place = n %% {number}
"""


def fill(number):
    """The survey `bench`: so many cases, each with an interview of the demonstration's questionnaire.

    They came in over sixty days, were held by forty interviewers, and stand in every state; one in
    ten has a file. There are quotas by stratum and by sex. A state folder that has the survey is left as it is.
    """
    from django.core.management import call_command

    from surveys.models import SampleUnit, Submission, SubmissionVersion, Survey

    call_command("migrate", verbosity=0)
    if Survey.objects.filter(slug="bench").exists():
        return
    workbook = ROOT / "surveys/fixtures/nse/questionnaire.xlsx"
    call_command("import_instrument", str(workbook), "--survey", "bench", "--publish")
    survey = Survey.objects.get(slug="bench")
    _quotas(survey)
    _templates(survey)
    people = _people()
    SampleUnit.objects.bulk_create(
        (
            SampleUnit(
                pk=place + 1, survey=survey, case_id=f"C{place:07}", base_weight=100.0,
                stratum=f"Stratum {place % STRATA:02}", psu=f"P{place % 400:03}",
                interviewer_id=people + place % PEOPLE,
            )
            for place in range(number)
        ),
        batch_size=2_000,
    )  # fmt: skip
    name = {"id": "n + 1000", "instance_id": "'uuid:' || (10000000 + n)"}
    each = -(-number // DAYS)
    for day in range(DAYS):
        moment = dt.datetime.now(dt.UTC) - dt.timedelta(days=DAYS - 1 - day, seconds=1)
        places = (day * each, min(number, (day + 1) * each) - 1)
        changed = {
            "unit_id": "n + 1",
            "state": _nth(STATES, "n * 7"),
            "interviewer_id": f"{people} + n % {PEOPLE}",
            "minutes": "20 + (n * 37) % 600 / 10.0",
            "flags": _nth(FLAGS, "n"),
        }
        _multiply(Submission, {**name, **changed}, moment, places)
        _multiply(SubmissionVersion, {**name, "submission_id": "n + 1000"}, moment, places)
    _count_on(SampleUnit, Submission, SubmissionVersion)
    _attach(range(1000, 1000 + number, 10))


def _templates(survey):
    from surveys.queries import newest_version, questionnaire_of
    from surveys.services.intake import receive_submission
    from surveys.simulation.survey import simulate_survey

    simulated = simulate_survey(questionnaire_of(newest_version(survey)), issued=500)
    for interview in simulated.interviews[:TEMPLATES]:
        receive_submission(survey=survey, xml=simulated.submission(interview))


def _people():
    """The key of the first of the interviewers; the others' follow."""
    from portal.models import User

    made = [
        User.objects.create_user(email=f"interviewer{place}@demo.example")
        for place in range(PEOPLE)
    ]
    return made[0].pk


def _quotas(survey):
    for place in range(STRATA):
        conditions = {"unit_stratum": [f"Stratum {place:02}"]}
        survey.quotas.create(name=f"Stratum {place}", conditions=conditions, target=5_000)
    for code in ("1", "2"):
        survey.quotas.create(name=f"Sex {code}", conditions={"b_sex": [code]}, target=60_000)


def _attach(submissions):
    """A file of its own with each of these."""
    from surveys.models import Attachment
    from surveys.services.blobs import keep_blob

    blobs = [keep_blob([bytes([place]) * 20_000]) for place in range(100)]
    Attachment.objects.bulk_create(
        (
            Attachment(submission_id=key, name=f"photo-{key}.jpg", blob=blobs[key // 10 % 100])
            for key in submissions
        ),
        batch_size=2_000,
    )


def _nth(values, number):
    """One of the values, by a number."""
    cases = " ".join(f"WHEN {place} THEN '{value}'" for place, value in enumerate(values))
    return f"CASE ({number}) % {len(values)} {cases} END"


def _multiply(model, changed, moment, places):
    """Copies of the templates, from one place to another, received at this moment."""
    from django.db import connection

    table, quoted = model._meta.db_table, connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    values = [
        "%s" if field.name == "received_at" else changed.get(field.column, quoted(field.column))
        for field in fields
    ]
    statement = COPIES.format(
        table=table,
        before=TEMPLATES + 1,
        number=TEMPLATES,
        columns=", ".join(quoted(field.column) for field in fields),
        values=", ".join(value if value == "%s" else value.replace("%", "%%") for value in values),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*places, connection.ops.adapt_datetimefield_value(moment)])


def _count_on(*models):
    """Let the database give out keys behind those that were given here."""
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        # PostgreSQL does both by itself, some minutes after so many rows came.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")

"""Seconds from 3,000 submissions to both printed reports, step by step, in a database of its own."""

import os
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
GOAL = 60.0


@contextmanager
def timed(seconds, step):
    started = time.perf_counter()
    yield
    seconds[step] = time.perf_counter() - started
    print(f"{step:<28}{seconds[step]:8.2f} s", flush=True)


def measure():
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("compile_catalogue")
    from portal.prints import print_now
    from surveys import demo
    from surveys.models import Survey
    from surveys.printing import release_html
    from surveys.queries import questionnaire_of
    from surveys.services.instruments import import_instrument, publish_instrument
    from surveys.services.intake import receive_submission
    from surveys.services.releases import make_release
    from surveys.services.review import approve_submissions
    from surveys.services.samples import store_control_totals, store_plan, store_sample
    from surveys.simulation.survey import simulate_survey

    survey = Survey.objects.create(slug="benchmark", titles=demo.TITLES, synthetic=True)
    workbook = (demo.FIXTURES / "questionnaire.xlsx").read_bytes()
    version = import_instrument(survey=survey, content=workbook, filename="questionnaire.xlsx")
    publish_instrument(version=version)
    simulated = simulate_survey(questionnaire_of(version))
    submissions = list(simulated.submissions())
    store_sample(survey=survey, units=map(demo.sample_unit, simulated.units))
    store_control_totals(survey=survey, documents=simulated.control_totals)
    plan = store_plan(survey=survey, text=(demo.FIXTURES / "plan.toml").read_text("utf-8"))

    seconds = {}
    print(f"{len(submissions)} submissions")
    with timed(seconds, "intake"):
        for xml in submissions:
            receive_submission(survey=survey, xml=xml)
    with timed(seconds, "approval"):
        approve_submissions(survey=survey, actor=None)
    with timed(seconds, "weights and estimates"):
        release = make_release(survey=survey, plan=plan)
    for language in ("en", "zh-hans"):
        with timed(seconds, f"PDF {language}"):
            print_now(release_html(release, language))
    return sum(seconds.values())


def main():
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="benchmark-") as home:
        os.environ |= {"PORTAL_HOME": home, "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
        import django

        django.setup()
        total = measure()
    print(f"{'in all':<28}{total:8.2f} s (aim: under {GOAL:.0f} s)")
    return total >= GOAL


if __name__ == "__main__":
    sys.exit(main())

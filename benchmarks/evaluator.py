"""Processor time to judge one submission: parsing, relevance, every rule and every calculation."""

import dataclasses
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROUNDS = 5
GOAL = 3.0
"""Milliseconds for the form of forty questions."""
FORMS = {"nsw2026": "forty questions", "nse": "the demonstration", "reach_msna_2024": "a large one"}


def longest(name, number=20):
    """The form, and the longest filled submissions that are kept for it, with their day."""
    from surveys.instrument.questionnaire import read_questionnaire
    from tests.oracle import records
    from tests.oracle.forms import xform

    record = records.read(name)
    filled = sorted((case.xml for case in record.cases if case.kind == "filled"), key=len)
    return read_questionnaire(xform(name)), filled[-number:], record.today


def measure(form, submissions, today):
    """The median milliseconds of processor time per submission."""
    from surveys.collection.answers import parse_submission
    from surveys.collection.checks import check_submission

    times = []
    for _ in range(ROUNDS + 1):
        started = time.process_time()
        for xml in submissions:
            parsed = dataclasses.replace(parse_submission(xml.encode()), today=today)
            check_submission(form, parsed)
        times.append(1000 * (time.process_time() - started) / len(submissions))
    return statistics.median(times[1:])


def main():
    sys.path.insert(0, str(ROOT))
    print(f"{'form':<18}{'what':<20}{'questions':>10}{'nodes':>8}{'ms':>8}")
    spent = {}
    for name, what in FORMS.items():
        form, submissions, today = longest(name)
        spent[name] = measure(form, submissions, today)
        asked = sum(question.asked for question in form.questions.values())
        nodes = statistics.median(xml.count("<") for xml in submissions) / 2
        print(f"{name:<18}{what:<20}{asked:>10}{nodes:>8.0f}{spent[name]:>8.2f}")
    print(f"forty questions: {spent['nsw2026']:.2f} ms (aim: {GOAL:.0f} ms or less)")
    return spent["nsw2026"] > GOAL


if __name__ == "__main__":
    sys.exit(main())

"""Results of the example of volunteers, and a release of them."""

from functools import lru_cache
from pathlib import Path

from surveys import files
from surveys.findings.storage import content_hash, to_json
from surveys.models import Survey
from surveys.services.samples import store_plan

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "volunteers"
FLAG = {
    "en": "Volunteers: not a probability sample; the interval rests on the model.",
    "zh-hans": "自愿参与者：并非概率样本；区间以模型为依据。",
}


def run_example(plan=EXAMPLE / "plan.toml", reference=EXAMPLE / "reference.csv", **changes):
    """The example's analysis and results, perhaps with another of its files."""
    paths = {"data": EXAMPLE / "volunteers.csv", "design": EXAMPLE / "design.toml", **changes}
    return files.run(
        paths["data"], paths["design"], plan, reference, lock_sha256="0" * 64, code_version="test"
    )


example_of_volunteers = lru_cache(run_example)


def make_release():
    """A release of the example."""
    _analysis, results = example_of_volunteers()
    survey = Survey.objects.create(slug="volunteers", titles=results.title)
    return survey.releases.create(
        number=1,
        plan=store_plan(survey=survey, text=(EXAMPLE / "plan.toml").read_text("utf-8")),
        results=to_json(results),
        content_hash=content_hash(results),
    )

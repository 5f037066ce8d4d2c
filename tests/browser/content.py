"""What the browser sees: the demonstration's pages, and findings of made-up results."""

from briefs.demo import build_demo as build_knowledge
from courses.demo import build_demo as build_training
from portal.prints import print_now
from surveys import demo
from surveys.findings.storage import content_hash, to_json
from surveys.models import Survey
from surveys.printing import release_html
from surveys.services.samples import store_plan
from tests.surveys.findings.example import example_results


def publish_findings():
    """The page and the English print of a release."""
    results = example_results()
    survey = Survey.objects.create(slug=demo.SLUG, titles=demo.TITLES, synthetic=True)
    release = survey.releases.create(
        number=1,
        plan=store_plan(survey=survey, text=""),
        results=to_json(results),
        content_hash=content_hash(results),
    )
    print_now(release_html(release, "en"))
    demo.publish_page(release)


def publish_everything_else():
    """The demonstration's experiences, briefs, events, episodes and course."""
    for build in (build_knowledge, build_training):
        build(lambda line: None)

"""Releases of the made-up survey, and public pages that show them."""

from dataclasses import replace
from functools import lru_cache

from surveys.findings.storage import content_hash, to_json
from surveys.models import FindingsPage, Survey
from surveys.services.samples import store_plan
from tests.factories import make_listing_page, numbers, publish_below
from tests.surveys.findings.example import example_results


@lru_cache
def example_release(seed):
    results = replace(example_results(), survey=f"nse{seed}") if seed else example_results()
    return to_json(results), content_hash(results), results.title


def make_release(survey=None, seed=0):
    """The next release of a survey; another seed gives other results."""
    text, digest, titles = example_release(seed)
    survey = survey or Survey.objects.create(
        slug=f"survey-{next(numbers)}", titles=titles, synthetic=True
    )
    return survey.releases.create(
        number=survey.releases.count() + 1,
        plan=store_plan(survey=survey, text=""),
        results=text,
        content_hash=digest,
    )


def show(release, home, title="Work in five cities"):
    """A public page of the release's findings."""
    listing = make_listing_page(home, f"Findings {next(numbers)}")
    return publish_below(listing, FindingsPage(title=title, release=release, locale=home.locale))

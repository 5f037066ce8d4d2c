"""Records on paper."""

from datetime import date

import page as page_validation
import pytest

from portal.printing import render_pdf
from portal.prints import page_html
from tests.briefs.makers_records import (
    make_event_figure,
    make_experience,
    make_figure,
    make_institution,
    make_source,
)

pytestmark = pytest.mark.django_db


def test_a_record_of_every_block_passes_pdf_ua(site, tmp_path):
    rival = make_event_figure(2003, group="begins")
    make_event_figure(2004, group="begins")
    target = make_figure(kind="target", note={"en": "A plan."}, source=make_source(authors="UN"))
    entry = {"date": date(2020, 11, 1), "precision": "month", "title": "A change"}
    experience = make_experience(
        site,
        contact=make_institution(),
        lessons="<p>Begin small.</p>",
        body=[
            ("figure", {"figure": rival}),
            ("figure_table", {"caption": "Cover", "figures": [target, rival]}),
            ("practice", {"heading": "One", "text": "<p>Near.</p>", "lessons": ["Be near."]}),
            ("box", {"title": "Scheme", "rows": [{"aspect": "Enrolment", "fact": "voluntary"}]}),
            ("milestones", {"title": "The way", "steps": [{"date": "2003", "text": "Begun."}]}),
            ("faq", {"question": "Who?", "answer": "<p>All.</p>", "anchor": "who"}),
            ("monitor_entry", {**entry, "text": "<p>It is.</p>", "source": make_source()}),
        ],
    )
    path = tmp_path / "experience.pdf"
    path.write_bytes(render_pdf(page_html(experience)))
    report = page_validation.validate_pdf(path, profile=page_validation.ValidationProfile.PDF_UA_1)
    assert report.to_dict()["rules"]["failed"] == 0, report.failures

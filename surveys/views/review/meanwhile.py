"""A correction of a version that is no longer the newest one, put on top of the newest."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.forms import Field
from django.http import QueryDict

from surveys.forms.answers import AnswersForm
from surveys.models import Submission
from surveys.services.editing import answers_in, drafted

DIGEST = re.compile("[0-9a-f]{64}")


def on_top(sent: QueryDict, submission: Submission) -> tuple[QueryDict, dict[str, str] | None]:
    """What was sent, with what the person left alone as it is stored now, and the answers that
    both have changed, by path, as they are stored; None for these where nothing is newer.
    """
    if sent.get("seen") == submission.sha256:
        return sent, None
    digest = DIGEST.fullmatch(sent.get("seen", ""))
    seen = digest and submission.versions.filter(sha256=digest.group()).first()
    before = answers_in(submission, bytes(seen.xml)) if seen else {}
    merged, both = sent.copy(), dict[str, str]()
    for path, field in AnswersForm(draft=drafted(submission, {})).fields.items():
        stored = field.raw  # type: ignore[attr-defined]
        if f"has:{path}" not in sent or before.get(path) == stored:
            continue
        if path in before and _says(field, path, sent, before[path]):
            initial = field.initial
            merged.setlist(path, initial if isinstance(initial, list) else [initial])
        elif not _says(field, path, sent, stored):
            both[path] = stored
    return merged, both


def _says(field: Field, path: str, sent: QueryDict, answer: str) -> bool:
    """Whether what was sent is this answer, whatever the order of codes or the line ends."""
    try:
        found = field.clean(field.widget.value_from_datadict(sent, {}, path))
    except ValidationError:
        return False
    if isinstance(field.initial, list):
        return sorted(found.split()) == sorted(answer.split())
    return bool(found == answer.replace("\r\n", "\n"))

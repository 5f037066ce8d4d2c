"""Submissions from devices, as OpenRosa has it: the answer is sent only after the commit."""

from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from surveys.access import survey_of_key
from surveys.collection.answers import MAX_BYTES
from surveys.services.intake import Receipt, receive_submission
from surveys.tasks import enqueue_checks

MAIN_PART = "xml_submission_file"
STATUS = {
    "stored": 201,
    "edited": 201,
    "known": 201,
    "conflict": 409,
    "unknown_edit": 404,
    "unreadable": 400,
    "failed": 500,
}


@csrf_exempt
@require_http_methods(["HEAD", "POST"])
def submission(request: HttpRequest, token: str) -> HttpResponse:
    """Take one submission; HEAD answers 204 and says how large one may be."""
    survey = survey_of_key(token)
    if request.method == "HEAD":
        return _open_rosa("", 204)
    sent = request.FILES.get(MAIN_PART)
    if sent is None:
        return _open_rosa(_("The part xml_submission_file is missing."), 400)
    others = [part for part in request.FILES if part != MAIN_PART]
    if others:
        words = _("This survey takes no attachments; found: %(names)s")
        return _open_rosa(words % {"names": ", ".join(others)}, 400)
    if sent.size > MAX_BYTES:
        return _open_rosa(_("The submission is larger than two megabytes."), 413)
    receipt = receive_submission(survey=survey, xml=sent.read())
    if receipt.waiting:
        enqueue_checks(survey=survey)
    return _open_rosa(_message(receipt), STATUS[receipt.outcome])


def _message(receipt: Receipt) -> str:
    if receipt.outcome == "conflict":
        return _("Another content was received under this instance ID. Both are kept.")
    if receipt.outcome == "unknown_edit":
        return _("The version that this edit replaces was never received. The edit is kept.")
    if receipt.outcome == "unreadable":
        problems = receipt.error.problems if receipt.error else ()
        return " ".join(problem.remedy(_) for problem in problems)
    if receipt.outcome == "failed":
        return _("The portal could not take this in. It is kept; please tell the survey team.")
    return _("Received.")


def _open_rosa(message: str, status: int) -> HttpResponse:
    body = (
        '<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
        f"<message>{escape(message)}</message></OpenRosaResponse>"
    )
    response = HttpResponse(
        b"" if status == 204 else body, status=status, content_type="text/xml; charset=utf-8"
    )
    response["X-OpenRosa-Version"] = "1.0"
    response["X-OpenRosa-Accept-Content-Length"] = str(MAX_BYTES)
    return response

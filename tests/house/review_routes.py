"""Rows of the pages for the sample and the review of interviews: what GET and POST answer a researcher."""

OK, FOUND, MISSING, REFUSED = 200, 302, 404, 422
SUBMISSION = "/admin/surveys/work/submissions/{submission}/"
RESEARCHER_S = {
    "surveys_approve": ("/admin/surveys/work/approve/", None, FOUND),
    "surveys_sample": ("/admin/surveys/work/sample/", OK, REFUSED),
    "surveys_submission": (SUBMISSION, OK, None),
    "surveys_review": (f"{SUBMISSION}review/", None, REFUSED),
    "surveys_edit": (f"{SUBMISSION}edit/", OK, REFUSED),
    "surveys_attachment": (f"{SUBMISSION}files/0/", MISSING, None),
    "surveys_inbox": ("/admin/surveys/work/inbox/", OK, REFUSED),
    "surveys_back_checks": ("/admin/surveys/work/back-checks/", OK, REFUSED),
    "surveys_back_check_list": ("/admin/surveys/work/back-checks/list/", OK, None),
    "surveys_back_check": ("/admin/surveys/work/back-checks/0/", MISSING, None),
    "surveys_held_list": ("/admin/surveys/work/held/", OK, None),
    "surveys_held": ("/admin/surveys/work/held/{held}/", OK, REFUSED),
    "surveys_held_content": ("/admin/surveys/work/held/{held}/content/", OK, None),
}


def review_rows(for_researchers, roles):
    """The rows by role; `for_researchers` gives those of one status."""
    mine = {**dict.fromkeys(roles, MISSING), "anonymous": FOUND}
    rows = {
        name: (address, *(status and for_researchers(status) for status in statuses))
        for name, (address, *statuses) in RESEARCHER_S.items()
    }
    return rows | {"surveys_returned": ("/en/fieldwork/returned/0/", mine, mine)}

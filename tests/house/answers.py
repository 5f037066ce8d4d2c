"""Who gets which answer: the roles, and how often-used rows are written."""

GROUPS = (
    "editor", "translator", "trainer", "trainee", "researcher", "interviewer", "partner",
    "auditor", "administrator",
)  # fmt: skip
ROLES = ("anonymous", *GROUPS)
OURS = ("portal.", "surveys.", "briefs.", "courses.", "allauth.")
OK, ACCEPTED, FOUND, BAD, MISSING, NOT_ALLOWED, REFUSED = 200, 202, 302, 400, 404, 405, 422

INSIDE = {"editor", "translator", "trainer", "researcher", "auditor", "administrator"}
"""Who may enter the admin."""
EVERYBODY = dict.fromkeys(ROLES, OK)
NOBODY = dict.fromkeys(ROLES, NOT_ALLOWED)
LOGGED_IN = {**EVERYBODY, "anonymous": FOUND}


def admin_only(status, *groups):
    """Wagtail's admin sends people without access away; of those inside, these groups get in."""
    return {
        role: status if role in groups else MISSING if role in INSIDE else FOUND for role in ROLES
    }


def strangers(anonymous, others, administrator):
    """What people answer to who do not belong to a cohort; administrators keep all cohorts."""
    return {**dict.fromkeys(ROLES, others), "anonymous": anonymous, "administrator": administrator}


# A recording that no public episode plays is heard by those who keep recordings.
UNHEARD = {
    role: OK if role in ("editor", "translator", "administrator") else MISSING for role in ROLES
}
VIEWERS = ("researcher", "auditor", "administrator")
RESEARCHERS = ("researcher", "administrator")
PUBLISHERS = ("editor", "administrator")
OUTSIDE_THE_DESK = ("anonymous", "trainee", "partner", "interviewer")
TRANSLATORS = ("translator", *PUBLISHERS)

VISITS_READERS = {**dict.fromkeys(ROLES, FOUND), **dict.fromkeys(PUBLISHERS, OK)}

"""What is read: querysets, and stored bytes as the records the stages work with."""

from surveys.queries.jobs import (
    CHECK_JOB,
    DELIVER_JOB,
    EXPORT_JOB,
    IMPORT_JOB,
    LOOK_JOB,
    MAIL_JOB,
    RELEASE_JOB,
    SHOWN_JOBS,
    release_jobs,
)
from surveys.queries.overview import (
    events_given_up,
    fieldwork,
    given_up,
    progress,
)
from surveys.queries.plans import (
    control_totals,
    current_plan,
    reference_samples,
    references,
)
from surveys.queries.releases import (
    OutdatedQuote,
    findings_pages,
    newest_findings,
    newest_numbers,
    outdated_quotes,
    public_releases,
    release_named,
    report_of,
)
from surveys.queries.team import (
    field_team,
    role_in,
    team,
)
from surveys.queries.versions import (
    newest_version,
    published_version,
    published_versions,
    questionnaire_of,
)

__all__ = [
    "CHECK_JOB",
    "DELIVER_JOB",
    "EXPORT_JOB",
    "IMPORT_JOB",
    "LOOK_JOB",
    "MAIL_JOB",
    "RELEASE_JOB",
    "SHOWN_JOBS",
    "OutdatedQuote",
    "control_totals",
    "current_plan",
    "events_given_up",
    "field_team",
    "fieldwork",
    "findings_pages",
    "given_up",
    "newest_findings",
    "newest_numbers",
    "newest_version",
    "outdated_quotes",
    "progress",
    "public_releases",
    "published_version",
    "published_versions",
    "questionnaire_of",
    "reference_samples",
    "references",
    "release_jobs",
    "release_named",
    "report_of",
    "role_in",
    "team",
]

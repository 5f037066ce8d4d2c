"""Guides for those who look after the portal."""

from django.utils.translation import gettext_lazy as _

from portal.guides.records import LOG_IN, Guide, Picture, Step

AUDITOR = Guide(
    key="auditor",
    title=_("Look without changing"),
    summary=_("For auditors: methods, releases and reports, read only."),
    steps=(
        LOG_IN,
        Step(
            _("Surveys and releases"),
            _(
                "“Surveys” shows progress, versions of questionnaires and releases with their content hash. Single answers stay closed to you."
            ),
            Picture(
                "surveys", _("A survey in the editor: where it stands, and what can be done next.")
            ),
        ),
        Step(
            _("Check a published number"),
            _(
                "The findings page names release and method; its PDF ends with the provenance: plan, control totals and versions. A release computed again gives the same content hash."
            ),
            Picture("finding", _("Findings of a survey with their intervals.")),
        ),
    ),
)
ADMINISTRATOR = Guide(
    key="administrator",
    title=_("Keep the portal"),
    summary=_("For administrators: people, languages, addresses and reports."),
    steps=(
        LOG_IN,
        Step(
            _("People and groups"),
            _(
                "Under “Accounts” you add people and choose their groups. A group says what is open to somebody; nobody needs more than their work asks for."
            ),
            Picture("accounts", _("The list of accounts with their groups.")),
        ),
        Step(
            _("Who the site belongs to"),
            _(
                "The contact address and the filing numbers at the foot of every page come from settings; read the privacy notice once more and add what your office does besides."
            ),
            Picture(
                "home",
                _(
                    "The home page: language and log-in at the top, then the search and the five sections."
                ),
            ),
        ),
        Step(
            _("Visits"),
            _(
                "“Visits” under “Reports” shows how often pages were read, by week and language, and exports the table. It knows nothing about readers."
            ),
            Picture("visits", _("The report of visits: week, page, language and number.")),
        ),
        Step(
            _("Another language"),
            _(
                "Further languages are switched on by a setting. Pages that are not translated yet are shown in English and say so."
            ),
            Picture(
                "home",
                _(
                    "The home page: language and log-in at the top, then the search and the five sections."
                ),
            ),
        ),
    ),
)

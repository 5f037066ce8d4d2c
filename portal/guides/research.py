"""Guides for those who ask, those who interview and those who answer."""

from django.utils.translation import gettext_lazy as _

from portal.guides.records import LOG_IN, Guide, Picture, Step

RESEARCHER = Guide(
    key="researcher",
    title=_("Run a survey"),
    summary=_("For researchers: from the questionnaire to findings that are frozen and published."),
    steps=(
        LOG_IN,
        Step(
            _("Import the questionnaire"),
            _(
                "Open “Surveys” in the editor, choose your survey and upload an XLSForm workbook. All problems are listed at once, each with its sheet and row. A published version never changes."
            ),
            Picture(
                "surveys", _("A survey in the editor: where it stands, and what can be done next.")
            ),
        ),
        Step(
            _("Review the answers"),
            _(
                "The inbox shows what came in: narrow it by state, interviewer or what was noticed. Interviews without failed checks are approved together; look at the others one by one: approve, correct, return to the interviewer with a reason, or reject. Only approved answers enter the results."
            ),
            Picture(
                "surveys", _("A survey in the editor: where it stands, and what can be done next.")
            ),
        ),
        Step(
            _("Compute a release"),
            _(
                "A release freezes answers, weighting plan and results. The same answers and plan always give the same release. The findings page chooses which release it shows."
            ),
            Picture("finding", _("Findings of a survey with their intervals.")),
        ),
        Step(
            _("See who quotes you"),
            _(
                "Numbers in briefs and lessons stay as they were quoted. The report “Outdated quotes” shows where a newer release could be chosen."
            ),
            Picture("quotes", _("The report of pages that quote an outdated release.")),
        ),
    ),
)
INTERVIEWER = Guide(
    key="interviewer",
    title=_("Send interviews"),
    summary=_("For interviewers: set up the phone once, then interview without a network."),
    steps=(
        Step(
            _("Set up the phone"),
            _(
                "Install ODK Collect. Enter the address that the office of your survey has given you as the server; it holds your key, so keep it to yourself. No password is needed."
            ),
        ),
        Step(
            _("Interview and send"),
            _(
                "Interviews are kept on the phone until there is a network. Send them with “Send finalized form”. What has arrived once is not counted twice, so send again when in doubt."
            ),
        ),
        Step(
            _("Ask when something is held"),
            _(
                "An answer with problems is kept and shown to the researchers; nothing is lost. What they return to you stands on your start page with the reason: correct it there, or ask the person again."
            ),
            Picture("start-interviewer", _("The start page of an interviewer.")),
        ),
    ),
)
RESPONDENT = Guide(
    key="respondent",
    title=_("Be asked in a survey"),
    summary=_(
        "For respondents: how you are asked, what becomes of your answers, what you may ask."
    ),
    steps=(
        Step(
            _("Be asked"),
            _(
                "An interviewer reads the questions to you and notes your answers on a phone. You need no account. Taking part is up to you: you may leave out a question or end the interview."
            ),
        ),
        Step(
            _("Know who reads your answers"),
            _(
                "Only researchers of the survey and administrators read single answers, to check and to weight them. Published are estimates about groups; small groups are suppressed, so that nobody can be recognised."
            ),
        ),
        Step(
            _("See what came of it"),
            _(
                "The findings stand under “Surveys”, open to everybody. Each number shows how many people answered and how certain it is."
            ),
            Picture("finding", _("Findings of a survey with their intervals.")),
        ),
        Step(
            _("Ask about your data"),
            _(
                "Write to the address at the foot of the page: you can ask what is kept about you, have it corrected or deleted. The privacy notice says more."
            ),
            Picture("privacy", _("The privacy notice, to which every page leads at its foot.")),
        ),
    ),
)

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
                "Open “Surveys” in the editor, begin a survey and upload your XLSForm (Excel, CSV or Markdown) or a ready XForm. All problems are listed at once, each with its sheet, row and remedy. Try it in each language, print it on paper, read its codebook; then publish it. A published version never changes."
            ),
            Picture(
                "survey-questionnaires", _("The questionnaires of a survey, with its versions.")
            ),
        ),
        Step(
            _("Prepare the opening"),
            _(
                "The checklist under “Opening” says what is missing: the consent text, the team with its roles, the sample, dates. Begin with a pilot if you like; its cases stay apart."
            ),
            Picture("survey-opening", _("The checklist before a survey is opened.")),
        ),
        Step(
            _("Bring in the cases"),
            _(
                "Draw a sample, or import a list of cases from Excel or CSV: you see what changes before it is stored, and can undo it. Names and telephone numbers are sealed. Assign cases to interviewers, or invite people by link, QR code or printed letter; or publish an open link."
            ),
            Picture("survey-cases", _("The cases of a survey, with interviewer and outcome.")),
        ),
        Step(
            _("Set up the phones"),
            _(
                "Make a key for each interviewer under “Devices”. They scan its code with ODK Collect; a key that is lost can be withdrawn at once."
            ),
        ),
        Step(
            _("Follow the fieldwork"),
            _(
                "Progress by stratum against the target, response rates, quotas, and what was noticed about each interviewer’s work, such as interviews that were too fast. The page refreshes by itself."
            ),
            Picture("survey-progress", _("Progress of the fieldwork by stratum.")),
        ),
        Step(
            _("Review the answers"),
            _(
                "The inbox shows what came in: narrow it by state, interviewer or what was noticed. Interviews without failed checks are approved together; look at the others one by one: approve, correct, return to the interviewer with a reason, or reject. Only approved answers enter the results."
            ),
            Picture("survey-inbox", _("The inbox with interviews that wait for review.")),
        ),
        Step(
            _("Take the data along"),
            _(
                "Export as CSV, Excel, SPSS, Stata or Parquet with labels, with a codebook in DDI, or bring in answers that were collected elsewhere."
            ),
        ),
        Step(
            _("Let other programs take part"),
            _(
                "Under “Data” and “Machines”, make a key with which a program reads approved answers, each time only what has changed since the last; or name an address, a webhook, that is told when an answer is received, edited or reviewed. Such a message is signed and holds no answers. Keys and addresses can be withdrawn at once. The page has examples."
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
        Step(
            _("Ask the same people again"),
            _(
                "“Panels” keeps people who have agreed to be asked again: recruit them from interviews, or import a list. Each wave makes cases of a survey of some of them, with personal links; earlier answers that you choose stand in the questionnaire. The page shows who still answers from wave to wave, and exports link a person’s answers by a member ID. Whoever wants to leave does so at once, by their own link or through you."
            ),
            Picture("survey-panel", _("A panel with its waves, and who still answers.")),
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
                "Install ODK Collect and scan the code that the office of your survey gives you. It holds your key, so keep it to yourself; no password is needed. A lost phone: tell the office, which withdraws the key."
            ),
        ),
        Step(
            _("Find your cases"),
            _(
                "“My cases” lists whom you visit or call, appointments first. Open a case to see name and address; note each attempt and its outcome, also when nobody answered."
            ),
            Picture("my-cases", _("The list of an interviewer’s cases.")),
        ),
        Step(
            _("Interview and send"),
            _(
                "Interview on the phone, without a network too, or in the browser from the case’s page. On the phone, send with “Send finalized form” when there is a network. What has arrived once is not counted twice, so send again when in doubt."
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
                "An interviewer asks you, or an invitation brings you a link or a code to scan. You need no account. Taking part is up to you: you may leave out a question or stop at any time."
            ),
            Picture("questionnaire", _("What you are told before the first question.")),
        ),
        Step(
            _("Answer on your own device"),
            _(
                "Any phone or computer will do. Your answers are kept page by page; go back, change the language, or save and go on later with the link you are shown. The answers count when you send them."
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

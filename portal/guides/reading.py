"""Guides for those who read, and for partners who share what they know."""

from django.utils.translation import gettext_lazy as _

from portal.guides.records import LOG_IN, Guide, Picture, Step

VISITOR = Guide(
    key="visitor",
    title=_("Read, search and listen"),
    summary=_("For everybody: find what you need, quote it, and take it with you."),
    steps=(
        Step(
            _("Find your way"),
            _(
                "The menu leads to five sections. Your language stands at the top right; a page that exists in the other language opens there at once."
            ),
            Picture(
                "home",
                _(
                    "The home page: language and log-in at the top, then the search and the five sections."
                ),
            ),
        ),
        Step(
            _("Search"),
            _(
                "Type words in English or Chinese. Words in quotation marks must stand next to each other. Below the number of results you see how many pages the other language has."
            ),
            Picture(
                "search",
                _("Search results: kind and date of each page, with the words found marked."),
            ),
        ),
        Step(
            _("Narrow a list"),
            _(
                "Open “Narrow the list” above publications, experiences or events, and choose a kind, a country or a topic. The address keeps your choice, so you can send it on."
            ),
            Picture(
                "listing",
                _("A list of publications that can be narrowed by kind, country and topic."),
            ),
        ),
        Step(
            _("Read, listen, quote"),
            _(
                "Each brief can be read on the page, as a PDF, or heard as a podcast with a transcript. “Suggested citation” and the permanent address at its end stay valid when the page moves."
            ),
            Picture("record", _("A policy brief with its PDF, its podcast and its key facts.")),
        ),
        Step(
            _("Trust a number"),
            _(
                "A number from a survey shows its interval, its release and a link to the method. Any other number shows its year and its source."
            ),
            Picture("finding", _("Findings of a survey with their intervals.")),
        ),
    ),
)
PARTNER = Guide(
    key="partner",
    title=_("Learn from partners and share"),
    summary=_("For partner institutions: follow what is new, compare countries, tell your own."),
    steps=(
        LOG_IN,
        Step(
            _("See what is new"),
            _(
                "Your start page names the newest country experiences, the next event and the newest brief."
            ),
            Picture(
                "start-partner", _("The start page of a partner: what is new, and doors below.")
            ),
        ),
        Step(
            _("Compare countries"),
            _(
                "Each country experience says what was done, what came of it, and under which conditions it may work elsewhere. Its key facts lead to others about the same country or topic."
            ),
            Picture("experience", _("A country experience: practice, numbers and key facts.")),
        ),
        Step(
            _("Meet others"),
            _(
                "The page of an event has its programme. Times are those of the place of the event; the difference to universal time stands beside them."
            ),
            Picture("event", _("The page of an event with its times and its programme.")),
        ),
        Step(
            _("Watch over a cohort"),
            _(
                "Where your staff learn, the trainer can make you a member of the cohort’s staff. Its board then shows you how far they are."
            ),
            Picture(
                "board",
                _("The board of a cohort: a row for each learner, a column for each lesson."),
            ),
        ),
        Step(
            _("Tell your own experience"),
            _(
                "Write to the address at the foot of the page. An editor brings your practice into the form of the others, with a source for every number, and asks you before it is published."
            ),
        ),
    ),
)

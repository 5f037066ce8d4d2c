"""A short illustrated guide for each role."""

from portal.guides.keeping import ADMINISTRATOR, AUDITOR
from portal.guides.publishing import EDITOR, TRANSLATOR
from portal.guides.reading import PARTNER, VISITOR
from portal.guides.records import Guide
from portal.guides.research import INTERVIEWER, RESEARCHER, RESPONDENT
from portal.guides.training import TRAINEE, TRAINER

GUIDES = {
    guide.key: guide
    for guide in (
        VISITOR,
        RESPONDENT,
        TRAINEE,
        TRAINER,
        EDITOR,
        TRANSLATOR,
        RESEARCHER,
        INTERVIEWER,
        PARTNER,
        AUDITOR,
        ADMINISTRATOR,
    )
}


def guides_for(group_names: set[str], *, everything: bool = False) -> list[Guide]:
    """The guides of these groups, all of them for administrators; for visitors their own."""
    found = [guide for guide in GUIDES.values() if everything or guide.key in group_names]
    return found or [GUIDES["visitor"]]


__all__ = ["GUIDES", "Guide", "guides_for"]

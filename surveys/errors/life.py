"""Messages of a survey's life: what stands before a state."""

from surveys.errors.problem import Message, register
from surveys.errors.problem import mark as _

register(
    {
        "state_does_not_follow": Message(
            _("a state that follows the present one: %(states)s"), _("Choose one of these states.")
        ),
        "last_lead": Message(
            _("a survey that somebody leads"), _("Give another member the role of lead first.")
        ),
        "lacks_questionnaire": Message(
            _("a published questionnaire"), _("Import a questionnaire and publish it.")
        ),
        "lacks_consent": Message(
            _("a consent text in every language of the questionnaire"),
            _("Write what people are told before they take part."),
        ),
        "lacks_people": Message(
            _("people to ask: a sample, or the open link"),
            _("Load the sample, or let anybody answer who has the address."),
        ),
        "lacks_lead": Message(
            _("somebody who leads the survey"), _("Give a member of the team the role of lead.")
        ),
    }
)

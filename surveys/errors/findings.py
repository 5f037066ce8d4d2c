"""Messages of the findings stage."""

from surveys.errors.problem import Message, register
from surveys.errors.problem import mark as _

register(
    {
        "results_document": Message(
            _("a results document as this program writes it"),
            _("Use the stored results unchanged, or produce them again from the release's input."),
        ),
        "estimate_twice": Message(
            _("one estimate per indicator, level and domain"),
            _("Remove the second indicator or domain breakdown of the same name from the plan."),
        ),
        "estimate_unknown": Message(
            _("estimates of the listed indicators only"),
            _("Add the indicator to the results, or leave its estimates out."),
        ),
        "rule_order": Message(
            _("a threshold not above %(other)s"),
            _("Lower this threshold or raise the other one."),
        ),
    }
)

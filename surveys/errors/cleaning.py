"""Messages of the cleaning stage and of the data files it reads."""

from surveys.errors.problem import Message, register
from surveys.errors.problem import mark as _

register(
    {
        "condition_form": Message(
            _('a condition such as {column = "c_wtype", one_of = ["1"]}, or all, any, not'),
            _("Write one test of one column, or join tests with all, any or not."),
        ),
        "condition_codes": Message(
            _("a list of at least one code"), _('Put the codes in a list: ["1", "2"].')
        ),
        "condition_number": Message(_("a number"), _("Write the number without quotes.")),
    }
)

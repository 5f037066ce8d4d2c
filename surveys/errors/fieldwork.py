"""Messages of lists of cases and of quotas."""

from surveys.errors.problem import Message, register
from surveys.errors.problem import mark as _

register(
    {
        "unit_column_missing": Message(
            _("a column case_id"), _("Name the column with the cases case_id.")
        ),
        "unit_case": Message(
            _("a case of 1 to 64 characters on every line"), _("Fill in or shorten the case.")
        ),
        "unit_case_twice": Message(
            _("each case on one line"), _("Remove all lines of the case but one.")
        ),
        "unit_stratum": Message(
            _("a stratum of 1 to 64 characters for a new case"), _("Fill in the stratum.")
        ),
        "unit_psu": Message(
            _("a primary sampling unit of at most 64 characters"), _("Shorten its name.")
        ),
        "unit_weight": Message(
            _("a base weight above zero, with a point before decimals"), _("Correct the weight.")
        ),
        "unit_probability": Message(
            _("an inclusion probability above 0 and at most 1"), _("Correct the probability.")
        ),
        "unit_without_weight": Message(
            _("a base weight or an inclusion probability for a new case"),
            _("Fill in base_weight or inclusion_probability."),
        ),
        "unit_interviewer": Message(
            _("the e-mail address of a member of the survey's team"),
            _("Correct the address, or add the person to the team first."),
        ),
        "unit_pilot": Message(_("yes or no"), _("Correct the column pilot.")),
        "import_not_the_last": Message(
            _("the last import that still stands"), _("Undo later imports first.")
        ),
        "import_in_use": Message(
            _("cases that have neither interviews nor contact attempts"),
            _("Give these cases a disposition instead of taking them out."),
        ),
        "quota_condition": Message(
            _("a line such as variable = code code"),
            _("Write one variable a line, an equals sign, and the codes that count."),
        ),
        "quota_variable": Message(
            _("a question of the published questionnaire, or unit_stratum"),
            _("Correct the name. The nearest are: %(nearest)s."),
        ),
        "quota_code": Message(
            _("codes of the question's choices: %(codes)s"), _("Correct or remove these codes.")
        ),
    }
)

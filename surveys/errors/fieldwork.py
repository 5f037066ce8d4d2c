"""Messages of lists of cases and members, of waves and of quotas."""

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
        "unit_point": Message(
            _("latitude and longitude in degrees, from -90 to 90 and from -180 to 180"),
            _("Correct both, or leave both empty."),
        ),
        "unit_without_weight": Message(
            _("a base weight or an inclusion probability for a new case"),
            _("Fill in base_weight or inclusion_probability."),
        ),
        "unit_interviewer": Message(
            _("the e-mail address of a member of the survey's team"),
            _("Correct the address, or add the person to the team first."),
        ),
        "contact_email": Message(
            _("an e-mail address such as name@example.org"),
            _("Correct the address, or leave it empty."),
        ),
        "unit_pilot": Message(_("yes or no"), _("Correct the column pilot.")),
        "import_applied": Message(
            _("a list that nobody has stored yet"), _("Look at what it changed; undo it if needed.")
        ),
        "import_not_the_last": Message(
            _("the last import that still stands"), _("Undo later imports first.")
        ),
        "import_in_use": Message(
            _("cases with neither interviews, contact attempts, nor invitations sent or opened"),
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
        "member_column_missing": Message(
            _("a column member_id, recruited_from, name, phone, email or address"),
            _("Name the columns as the help text does."),
        ),
        "member_id": Message(_("a member of at most 40 characters"), _("Shorten it.")),
        "member_twice": Message(
            _("each member on one line"), _("Remove all lines of the member but one.")
        ),
        "member_withdrawn": Message(
            _("a member who has not withdrawn"),
            _("Remove the line: who has left is asked only after they have joined anew."),
        ),
        "member_state": Message(
            _("active or moved"), _("Correct the state. Members are withdrawn on their own page.")
        ),
        "member_language": Message(
            _("the code of a language of the portal"), _("Correct the code, or leave it empty.")
        ),
        "member_consent": Message(
            _("a day such as 2026-05-31"), _("Write year, month and day with hyphens.")
        ),
        "member_source": Message(
            _("a case of a survey whose fieldwork you run, as survey/case"),
            _("Correct the survey's short name or the case."),
        ),
        "member_source_taken": Message(
            _("a case from which no other member comes"),
            _("Leave member_id empty, or name that member."),
        ),
        "members_in_use": Message(
            _("members who were asked in no wave yet"), _("Undo the wave first.")
        ),
        "wave_of_nobody": Message(
            _("at least one active member with consent who fits"),
            _("Widen the choice, or add the day of consent to the members."),
        ),
        "wave_case_taken": Message(
            _("cases that the survey does not have yet"),
            _("Another panel has members of these names; rename them in one of the two."),
        ),
        "wave_not_the_last": Message(_("the last wave"), _("Undo later waves first.")),
        "wave_in_use": Message(
            _("cases with neither interviews, contact attempts, nor invitations sent or opened"),
            _("Keep the wave: people have begun with it."),
        ),
        "mailing_of_nobody": Message(
            _("at least one person who is invited, has not answered and can be written to so"),
            _("Make invitations first, choose the other kind, or wait some days."),
        ),
        "mailing_sent": Message(
            _("a mailing that is not sent yet"), _("What has gone out cannot be called back.")
        ),
        "carried_question": Message(
            _("a question of this panel's earlier surveys"), _("Correct the name.")
        ),
        "carried_place": Message(
            _("a question of the chosen survey of this name, or with a_ before it"),
            _("Say after = under which name the questionnaire knows it."),
        ),
    }
)

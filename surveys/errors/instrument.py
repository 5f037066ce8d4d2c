"""Messages of the instrument stage: workbooks, and the logic written in them."""

from surveys.errors.problem import Message, register
from surveys.errors.problem import mark as _

register(
    {
        "workbook_type": Message(
            _("a workbook that ends in .xlsx, .xlsm or .xls"),
            _("Save the questionnaire as an Excel workbook and upload that."),
        ),
        "workbook_too_large": Message(
            _(
                "up to %(size)s MB, %(unpacked)s MB unpacked, %(parts)s parts, %(rows)s rows and"
                " %(columns)s columns per sheet"
            ),
            _("Remove pictures, unused sheets and empty formatted rows, and save it again."),
        ),
        "workbook_unreadable": Message(
            _("an Excel workbook that opens without repair"),
            _("Open it in a spreadsheet program, save it as .xlsx and upload that."),
        ),
        "workbook_gap": Message(
            _("no more than 60 empty rows in a row"),
            _("Delete the empty rows; what stands after them would not be read."),
        ),
        "xlsform_rule": Message(
            _("a questionnaire after the rules of XLSForm"),
            _("Correct the row; the rules are explained at xlsform.org."),
        ),
        "xform_unreadable": Message(
            _("an XForm with a model and a body"), _("Convert the workbook again.")
        ),
        "settings_missing": Message(
            _("a value for %(column)s"),
            _("Add the column %(column)s to the settings sheet; a new version needs a new value."),
        ),
        "settings_form_id": Message(
            _("letters, digits, _, - and single full stops"), _("Choose a plain form_id.")
        ),
        "settings_submission_url": Message(
            _("no submission_url: answers come to this site"),
            _("Remove the column; otherwise phones send the answers elsewhere."),
        ),
        "settings_public_key": Message(
            _("no public_key: the site must be able to read the answers"),
            _("Remove the column; the connection is encrypted, and identifiers are sealed apart."),
        ),
        "question_name": Message(
            _("letters a to z, digits and _, beginning with a letter"),
            _("Rename the question; the name is also the column of every export."),
        ),
        "choice_name": Message(
            _("a code without spaces"), _("Use a number or a short word as the choice's name.")
        ),
        "translation_missing": Message(
            _("the translation of “%(other)s”"), _("Fill in the text in every language.")
        ),
        "function_unknown": Message(
            _("a function of XLSForm (nearest: %(nearest)s)"),
            _("Correct the name, or write the rule without this function."),
        ),
        "function_refused": Message(
            _("a function whose result this site can compute again"),
            _("Ask for the value with a question, or put it into a column of the sheet choices."),
        ),
        "path_unknown": Message(
            _("the name of a question or group (nearest: %(nearest)s)"),
            _("Correct the name between ${ and }."),
        ),
        "expression_unreadable": Message(
            _("a complete expression"), _("Check brackets, quotes and operators of this cell.")
        ),
        "expression_circular": Message(
            _("rules that do not depend on their own result"),
            _("Break the circle: let one of these questions do without the others."),
        ),
        "expression_many_values": Message(
            _("one value; outside its repeat this question has one per instance"),
            _("Use sum(), count(), min(), max(), join() or indexed-repeat()."),
        ),
        "date_compared_with_text": Message(
            _("a date on both sides; compared with a text the answer is always refused"),
            _("Write date('%(date)s')."),
        ),
        "pattern_refused": Message(
            _("a regular expression that always ends quickly"),
            _("Write it without repeats inside repeats, for example [a-z ]+ for ([a-z]+ ?)+."),
        ),
    }
)

"""Messages of the instrument stage: workbooks, and the logic written in them."""

from surveys.errors.problem import Message, register
from surveys.errors.problem import mark as _

register(
    {
        "workbook_type": Message(
            _("a questionnaire that ends in .xlsx, .xlsm, .xls, .csv, .md or .xml"),
            _("Save the questionnaire as an Excel workbook and upload that."),
        ),
        "workbook_too_large": Message(
            _(
                "up to %(size)s MB, unpacked %(unpacked)s MB and %(ratio)s times its size,"
                " %(parts)s parts, %(rows)s rows and %(columns)s columns per sheet"
            ),
            _("Remove pictures, unused sheets and empty formatted rows, and save it again."),
        ),
        "workbook_unreadable": Message(
            _("a file that opens without repair"),
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
        "sheet_missing": Message(
            _("a sheet named survey"),
            _("In CSV and Markdown, write the sheet’s name in the first column above its rows."),
        ),
        "xform_identity": Message(
            _("an attribute %(name)s of the form’s root"),
            _("Give the form its id and its version."),
        ),
        "settings_missing": Message(
            _("a value for %(column)s"),
            _(
                "One was made up from the content. Add the column %(column)s to the settings sheet"
                " to choose it yourself."
            ),
        ),
        "settings_automatic": Message(
            _("no %(column)s: the phone’s owner decides"),
            _(
                "Remove the column, or tell the interviewers that their phones do this by themselves."
            ),
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
        "name_twice": Message(
            _("a name that its group, repeat or form has once"),
            _("Rename one of the questions."),
        ),
        "type_unknown": Message(
            _("a type of XLSForm (nearest: %(nearest)s)"),
            _("Correct the type, such as text, integer or select_one and the name of a list."),
        ),
        "type_column_missing": Message(
            _("a column type on the sheet survey"),
            _("Write type above the column that says what each row is."),
        ),
        "label_missing": Message(
            _("a text, or a picture in its place"), _("Write what is asked, or remove the row.")
        ),
        "list_unknown": Message(
            _("a list_name of the sheet choices (nearest: %(nearest)s)"),
            _("Correct the name after the type, or add the list to the sheet choices."),
        ),
        "calculation_missing": Message(
            _("an expression in the column calculation"),
            _("Write the calculation, or remove the row."),
        ),
        "begin_alone": Message(
            _("a row %(end)s further down"),
            _("Add the row %(end)s after the last question that belongs to it."),
        ),
        "end_alone": Message(
            _("a row above that begins it"),
            _("Remove the row, or add the one that begins the group or repeat."),
        ),
        "choice_twice": Message(
            _("a name that the list %(list)s has once"),
            _("Give one of the choices another name."),
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
        "action_many_targets": Message(
            _("a trigger in the same repeat; from outside it would set every instance at once"),
            _("Move the trigger into the repeat, or calculate the value there."),
        ),
        "date_compared_with_text": Message(
            _("a date on both sides; compared with a text the answer is always refused"),
            _("Write date('%(date)s')."),
        ),
        "pattern_refused": Message(
            _("a regular expression that always ends quickly"),
            _("Write it without repeats inside repeats, for example [a-z ]+ for ([a-z]+ ?)+."),
        ),
        "default_with_zone": Message(
            _("a date and time without a zone"),
            _("Remove the zone, or set the value in a calculate; the phone cannot read it."),
        ),
        "asked_by_unknown": Message(
            _("one of %(known)s, or nothing"),
            _("Leave the cell empty for questions that the respondent answers."),
        ),
        "outside_address": Message(
            _("a file of the questionnaire itself"),
            _("Upload the file with the questionnaire, and name it without an address."),
        ),
        "file_name": Message(
            _("a file name without folders"),
            _("Name the file alone; the files of a questionnaire stand in one folder."),
        ),
        "medium_type": Message(
            _("a file of the kind %(kind)s that browsers show"),
            _(
                "Save pictures as PNG, JPEG, GIF or WebP, sounds as MP3, M4A, WAV or OGG,"
                " videos as MP4 or WebM."
            ),
        ),
        "language_missing": Message(
            _("texts in the language %(language)s too"),
            _("Add columns for this language; in brackets their names end with its code."),
        ),
        "picture_size": Message(
            _("a largest size of the pictures that phones send"),
            _(
                "Write max-pixels=1024 into the column parameters; smaller pictures are sent sooner."
            ),
        ),
        "pyxform_warning": Message(
            _("nothing that the converter wonders about"),
            _("Look at the row; it was converted as it stands."),
        ),
        "spaces_collapse": Message(
            _("single spaces; several in a row become one"),
            _("Compare with a text that has no runs of spaces."),
        ),
        "browser_refused": Message(
            _("a kind of question that a web page can ask"),
            _("Use the questionnaire with ODK Collect only, or ask in another way."),
        ),
        "device_only": Message(
            _("a row that web pages record too"),
            _("Keep it for phones; interviews on web pages leave it blank."),
        ),
        "appearance_ignored": Message(
            _("an appearance that web pages follow"),
            _("Keep it for phones; web pages show the question without it."),
        ),
        "or_other_english": Message(
            _("a choice of its own with a text in each language; or_other adds “Other” in English"),
            _("Add the choice to the list, and a text question that is asked where it is chosen."),
        ),
        "search_refused": Message(
            _(
                "a list of choices that can be checked; search() reads its choices on the phone alone"
            ),
            _("Write select_one_from_file with the name of the file, and a choice_filter."),
        ),
        "external_refused": Message(
            _("a list of choices that can be checked; itemsets.csv is read on the phone alone"),
            _(
                "Write select_one or select_one_from_file with a choice_filter; both are fast with"
                " thousands of choices."
            ),
        ),
        "weighting_after_quota": Message(
            _("to stand before %(stop)s: weights need it of those whom a quota sends away too"),
            _("Move the question before the quota stop."),
        ),
        "blank_in_sum": Message(
            _("an answer that is never blank; some phones give no sum otherwise"),
            _("Write coalesce(${%(name)s}, 0), or make the question required."),
        ),
        "repeat_without_guard": Message(
            _("a group inside, relevant while position(..) is at most the count"),
            _(
                "Put the questions of the repeat into such a group; when the count is lowered,"
                " phones keep what is too much."
            ),
        ),
        "none_with_others": Message(
            _("a constraint that lets this choice stand only alone"),
            _("Write not(selected(., '%(name)s') and count-selected(.) > 1)."),
        ),
        "refusal_missing": Message(
            _("a way not to answer a sensitive question"),
            _("Offer a choice such as “prefer not to say”, or let the answer be left blank."),
        ),
        "file_missing": Message(
            _("the file %(name)s that the questionnaire names"),
            _("Upload it on the page of this version, then publish."),
        ),
        "list_columns": Message(
            _("a list with the columns name and label, and a row for each choice"),
            _("Save the list as CSV in UTF-8 with these columns in its first line."),
        ),
        "file_not_named": Message(
            _("one of the files that the questionnaire names: %(known)s"),
            _("Leave the file out, or give it the name that stands in the questionnaire."),
        ),
        "type_changed": Message(
            _("%(type)s as in version %(version)s, which is published"),
            _("Keep the question as it was and ask in the new way under a new name."),
        ),
    }
)

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
        "unknown_kind": Message(
            _("category, number, money or text"), _("Write one of these kinds.")
        ),
        "unknown_column": Message(
            _("one of: %(columns)s"), _("Correct the name, or add the column to the data.")
        ),
        "not_a_number": Message(
            _("a number with a decimal point, or nothing"),
            _("Correct the cell, or declare the column as a category."),
        ),
        "variables_form": Message(
            _("a table for each column"), _("Describe each column under [variables.NAME].")
        ),
        "variable_form": Message(
            _("a table with kind, labels, level_labels and unit"),
            _('Write a table such as { kind = "money", unit = "CNY" }.'),
        ),
        "labels_form": Message(
            _("a text for each language"), _('Write { en = "…", zh-hans = "…" }.')
        ),
        "labels_by_code": Message(
            _("a table with labels for each code"),
            _('Write CODE = { en = "…", zh-hans = "…" } for each code.'),
        ),
        "not_a_text": Message(_("a text"), _("Write it in quotes.")),
        "report_form": Message(
            _("a table with title and chapters"), _("Write them under [report].")
        ),
        "recodes_form": Message(
            _("a list of tables"), _("Describe each derived variable under [[recodes]].")
        ),
        "recode_form": Message(
            _("a name and exactly one of yes, levels and plus"),
            _("Say in one way how the variable is derived."),
        ),
        "recode_level": Message(
            _("a code (text) and a condition when"), _("Give each level both.")
        ),
        "recode_levels": Message(
            _("a list of at least one level"), _("Give each level a code and a condition when.")
        ),
        "level_twice": Message(
            _("a different code for each level"),
            _("Rename one of them, or join both conditions with any."),
        ),
        "recode_kind": Message(_("one of: %(kinds)s"), _("Write one of these kinds.")),
        "numbers_needed": Message(
            _("a column of numbers"), _("Choose another column, or recode this one.")
        ),
        "codes_needed": Message(
            _("a column of codes or texts"), _("Test numbers with one_of, at_least or at_most.")
        ),
        "not_utf8": Message(
            _("a file in UTF-8"), _("Save the file as CSV UTF-8 in the spreadsheet program.")
        ),
        "null_character": Message(_("text"), _("Export the file again; this one is damaged.")),
        "empty_table": Message(
            _("a line with column names and at least one line of data"),
            _("Check that the right file was given."),
        ),
        "column_name": Message(
            _("a column name that is not empty and stands once"), _("Rename the column.")
        ),
        "cell_count": Message(
            _("%(width)s cells, as in the first line"),
            _("Put cells that hold commas or line breaks into double quotes."),
        ),
        "cell_length": Message(
            _("cells of %(most)s characters at most"),
            _("Close the double quote that opens in this line, or shorten the cell."),
        ),
        "folder_unwritable": Message(
            _("a folder that can be made and written to"),
            _("Give the path of another folder, or the right to write there."),
        ),
        "file_unreadable": Message(
            _("a file that can be read"), _("Check the path and the rights of the file.")
        ),
        "not_toml": Message(
            _("a TOML document in UTF-8"), _("Correct the line that the message names.")
        ),
        "version_published": Message(
            _("the content published as version %(version)s (sha256 %(published)s)"),
            _("Give the changed questionnaire a new version in its settings sheet."),
        ),
        "nothing_approved": Message(
            _("approved submissions"), _("Review and approve submissions first.")
        ),
    }
)

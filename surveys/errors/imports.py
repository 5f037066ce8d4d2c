"""Messages of the import of existing answers."""

from surveys.errors.problem import Message, register
from surveys.errors.problem import mark as _

register(
    {
        "import_format": Message(
            _("a file whose name ends with one of %(known)s"),
            _("Save the table in one of these formats."),
        ),
        "import_encoding": Message(
            _("text in UTF-8, UTF-16, GB 18030 or Windows-1252"),
            _("Save the file as CSV in UTF-8."),
        ),
        "import_quote": Message(
            _("quotes that are closed, with quotes inside a cell doubled"),
            _("Correct this line, or save the table as CSV anew."),
        ),
        "import_unreadable": Message(
            _("a file that the program of its format can open"),
            _("Open it there and save it again."),
        ),
        "import_size": Message(
            _("a file that unpacks to at most 400 megabytes"),
            _("Save the table as CSV."),
        ),
        "import_questionnaire": Message(
            _("a published questionnaire, to whose questions the columns belong"),
            _("Import and publish the questionnaire first."),
        ),
        "import_key": Message(
            _("a column that names each row, such as KEY, _uuid or the case"),
            _("Say which column is the key; a second import knows each row by it."),
        ),
        "import_map_column": Message(
            _("a column of the file: %(known)s"),
            _("Correct the map."),
        ),
        "import_map_question": Message(
            _("the path of a question, such as group/question"),
            _("Correct the map."),
        ),
    }
)

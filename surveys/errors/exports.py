"""Messages of the exports."""

from surveys.errors.problem import Message, register
from surveys.errors.problem import mark as _

register(
    {
        "export_too_large": Message(
            _("at most %(most)s rows or columns in one sheet"),
            _("Choose another format, such as CSV or Parquet, or export by date of change."),
        ),
    }
)

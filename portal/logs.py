"""What a log line must not hold: whoever reads the log could use it as the one it was made for."""

import logging
import re

from django.conf import settings
from django.utils.log import AdminEmailHandler

SECRETS = re.compile(
    r"(/collect/key/|/respond/[ir]/|/account/invitation/|/account/email/(?!sent/)"
    r"|/account/password/forgotten/(?!sent/|done/)|[?&](?:code|state|token|key)=)[^/\s'\"&]+"
)
"""The part of an address that opens a survey, an interview or an account."""
VALUES = re.compile(r"((?:DETAIL|CONTEXT):).*")
"""PostgreSQL's errors quote the row that they are about."""
MAILBOXES = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
"""A mail server quotes whom it refuses."""


class WithoutSecrets(logging.Formatter):
    """Replaces secrets in the whole of what is logged, the course of an error included."""

    def format(self, record: logging.LogRecord) -> str:
        told = SECRETS.sub(r"\1…", super().format(record))
        return MAILBOXES.sub("…", VALUES.sub(r"\1 …", told))


class ErrorMail(AdminEmailHandler):
    """Sends what the log says of an error, and nothing of the request: its address, form and
    cookies, and what its view had in hand, may be secrets or a respondent's.
    """

    def emit(self, record: logging.LogRecord) -> None:
        if settings.ADMINS:
            message = self.format(record)
            self.send_mail(message.partition("\n")[0], message, fail_silently=True)

"""What a log line must not hold: whoever reads the log could use it as the one it was made for."""

import logging
import re
import time
from collections import deque
from typing import Any

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

    Each process sends ten in an hour at most, counted in its own memory: what fails may be the
    database. The tenth says that it is the last.
    """

    MOST, SECONDS = 10, 3600
    LAST = "This process sends no more of these for an hour; the log tells every error."

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sent: deque[float] = deque(maxlen=self.MOST)

    def emit(self, record: logging.LogRecord) -> None:
        if not settings.ADMINS or self._full():
            return
        self.sent.append(time.monotonic())
        message = self.format(record)
        body = f"{message}\n\n{self.LAST}" if self._full() else message
        self.send_mail(message.partition("\n")[0], body, fail_silently=True)

    def _full(self) -> bool:
        return len(self.sent) == self.MOST and time.monotonic() - self.sent[0] < self.SECONDS

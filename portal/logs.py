"""What a log line must not hold: whoever reads the log could use it as the one it was made for."""

import logging
import re

SECRETS = re.compile(
    r"(/collect/key/|/respond/[ir]/|/account/invitation/|/account/email/(?!sent/)"
    r"|/account/password/forgotten/(?!sent/|done/)|[?&](?:code|state|token|key)=)[^/\s'\"&]+"
)
"""The part of an address that opens a survey, an interview or an account."""
VALUES = re.compile(r"(DETAIL:).*")
"""PostgreSQL's errors quote the row that they are about."""


class WithoutSecrets(logging.Formatter):
    """Replaces secrets in the whole of what is logged, the course of an error included."""

    def format(self, record: logging.LogRecord) -> str:
        return VALUES.sub(r"\1 …", SECRETS.sub(r"\1…", super().format(record)))

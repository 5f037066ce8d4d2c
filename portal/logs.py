"""What a log line must not hold."""

import logging
import re

COLLECTOR_KEY = re.compile(r"(/collect/key/)[^/\s'\"]+")


class WithoutCollectorKeys(logging.Filter):
    """Replaces the secret part of the addresses that devices send to."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = COLLECTOR_KEY.sub(r"\1…", record.getMessage()), ()
        return True

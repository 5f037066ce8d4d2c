"""The clock of the demonstration: what comes in through its doors is stored at the time of its
fieldwork, which lies in the past.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from types import TracebackType

from django.utils import timezone


class Clock:
    """Within `with`, the portal reads this clock; it goes only where it is sent."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __enter__(self) -> Clock:
        self._real = timezone.now
        timezone.now = self.now
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        timezone.now = self._real

    def now(self) -> datetime:
        return self.moment

    def go_to(self, moment: datetime) -> None:
        """It is this time now."""
        self.moment = moment

    def wait(self, seconds: float) -> None:
        """So much time passes."""
        self.moment += timedelta(seconds=seconds)

"""`recount_progress`: compare each learner's row with what they have completed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from courses.models import Enrolment
from courses.services.progress import recount


class Command(BaseCommand):
    help = "Reports enrolments whose row says something else than their completions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write the right values")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        count = 0
        for difference in recount(Enrolment.objects.iterator(), repair=repair):
            count += 1
            recorded, completed = list(difference.recorded), list(difference.completed)
            self.stdout.write(f"{difference.enrolment}: recorded {recorded}, completed {completed}")
        self.stdout.write(f"{count} differences{' repaired' if repair and count else ''}.")

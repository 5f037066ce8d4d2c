"""A process of its own that completes lessons and enrols people, at the same time as another."""

import sys
import time
from pathlib import Path

import django

django.setup()

from courses.models import Cohort, Enrolment  # noqa: E402
from courses.services.enrolments import enrol  # noqa: E402
from courses.services.progress import complete_unit  # noqa: E402
from courses.services.refusal import Refused  # noqa: E402
from portal.models import User  # noqa: E402

start, name, positions, users = Path(sys.argv[1]), *sys.argv[2:5]
start.with_name(name).touch()
while not start.exists():
    time.sleep(0.001)

enrolment = Enrolment.objects.select_related("user").get(cohort__capacity=10)
for pos in map(int, positions.split(",")):
    complete_unit(enrolment=enrolment, pos=pos, actor=enrolment.user)

small = Cohort.objects.get(capacity=5)
for user in User.objects.filter(pk__in=users.split(",")):
    try:
        enrol(cohort=small, user=user, actor=user)
    except Refused:
        print("refused")

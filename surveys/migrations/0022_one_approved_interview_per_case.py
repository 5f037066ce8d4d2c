"""PostgreSQL lost this promise in 0021: Django dropped it with the index of the foreign key.

Where a case got two approved interviews meanwhile, the first stays and the others wait again.
"""

from django.db import migrations
from django.db.models import Exists, OuterRef
from django.utils import timezone

CREATE = """
CREATE UNIQUE INDEX IF NOT EXISTS one_approved_interview_per_case
ON surveys_submission (unit_id) WHERE state = 'approved'
"""


def let_others_wait(apps, schema_editor):
    approved = apps.get_model("surveys", "Submission").objects.filter(state="approved")
    earlier = approved.filter(unit=OuterRef("unit"), pk__lt=OuterRef("pk"))
    others = list(approved.filter(Exists(earlier)).values_list("pk", flat=True))
    waiting = approved.filter(pk__in=others)
    waiting.filter(issue_count__gt=0).update(state="hasIssues", checked_at=timezone.now())
    waiting.update(state="received", checked_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("surveys", "0025_contact_of_a_survey")]

    operations = [
        migrations.RunPython(let_others_wait, migrations.RunPython.noop),
        migrations.RunSQL(CREATE, migrations.RunSQL.noop),
    ]

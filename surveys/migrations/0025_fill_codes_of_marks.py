"""Put the codes of what was noticed beside the interviews that are stored."""

from django.db import migrations
from django.db.models import Q

AT_ONCE = 500


def fill(apps, schema_editor):
    """Read the marks of some interviews at a time; most have none."""
    submissions = apps.get_model("surveys", "Submission").objects
    marked = submissions.filter(Q(issue_count__gt=0) | Q(notice_count__gt=0)).order_by("pk")
    keys = list(marked.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        some = list(submissions.filter(pk__in=keys[start : start + AT_ONCE]).only("issues", "notices"))
        for each in some:
            codes = dict.fromkeys(mark["code"] for mark in [*each.issues, *each.notices])
            each.marks = f" {' '.join(codes)} " if codes else ""
        submissions.bulk_update(some, ["marks"])


class Migration(migrations.Migration):
    dependencies = [("surveys", "0024_marks_and_counted_answers_as_texts")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

"""What is stored moves into the new tables: contents become first versions, nobody loses a right."""

import hashlib

from django.db import migrations
from django.db.models import F

BATCH = 200


def keep_versions(apps, schema_editor):
    """The content of each submission is its first version."""
    model = apps.get_model("surveys", "SubmissionVersion")
    submissions = apps.get_model("surveys", "Submission").objects
    stored = submissions.values_list("pk", "survey_id", "instance_id", "xml", "sha256", "received_at")
    batch = []
    for pk, survey, instance_id, xml, sha256, received_at in stored.iterator(chunk_size=BATCH):
        version = model(
            submission_id=pk, survey_id=survey, instance_id=instance_id, xml=xml, sha256=sha256
        )
        batch.append((version, received_at))
        if len(batch) == BATCH:
            _store(model, batch)
            batch = []
    _store(model, batch)
    submissions.update(checked_at=F("received_at"))
    submissions.filter(state="received", issue_count__gt=0).update(state="hasIssues")


def _store(model, batch):
    """`auto_now_add` would say that all came in now."""
    model.objects.bulk_create([version for version, _ in batch])
    for version, received_at in batch:
        version.received_at = received_at
    model.objects.bulk_update([version for version, _ in batch], ["received_at"])


def open_surveys(apps, schema_editor):
    """Surveys with a published questionnaire go on; whoever worked on them leads them."""
    surveys = apps.get_model("surveys", "Survey").objects
    surveys.filter(instrument_versions__state="published").update(state="open")
    member = apps.get_model("surveys", "Member")
    user = apps.get_model("portal", "User")
    researchers = user.objects.filter(groups__name="researcher").values_list("pk", flat=True)
    member.objects.bulk_create(
        member(survey_id=survey, user_id=researcher, role="lead")
        for survey in surveys.values_list("pk", flat=True)
        for researcher in researchers
    )
    for version in apps.get_model("surveys", "InstrumentVersion").objects.all():
        version.xform_md5 = hashlib.md5(version.xform, usedforsecurity=False).hexdigest()
        version.save(update_fields=["xform_md5"])


def restore(apps, schema_editor):
    """The content of the current version goes back into its submission."""
    versions = apps.get_model("surveys", "SubmissionVersion").objects
    for version in versions.order_by("number").iterator(chunk_size=BATCH):
        apps.get_model("surveys", "Submission").objects.filter(pk=version.submission_id).update(
            xml=version.xml
        )


class Migration(migrations.Migration):
    dependencies = [("surveys", "0006_collection"), ("portal", "0003_groups")]

    operations = [
        migrations.RunPython(keep_versions, restore),
        migrations.RunPython(open_surveys, migrations.RunPython.noop),
    ]

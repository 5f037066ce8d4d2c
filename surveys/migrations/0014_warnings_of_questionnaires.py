"""A version of a questionnaire keeps what its author was warned of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0013_questionnaire_pages")]

    operations = [
        migrations.AddField(
            model_name="instrumentversion",
            name="warnings",
            field=models.JSONField(default=list, editable=False),
        )
    ]

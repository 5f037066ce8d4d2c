
import django.db.models.deletion
import django.db.models.functions.comparison
import portal.identifiers
import surveys.models.exchange
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0011_country_aliases'),
        ('surveys', "0014_warnings_of_questionnaires"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=32, unique=True)),
                ('name', models.CharField(max_length=255, verbose_name='file name')),
                ('folder', models.CharField(blank=True, max_length=64)),
                ('mapping', models.JSONField(default=dict)),
                ('report', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
            ],
            options={
                'verbose_name': 'import of answers',
                'verbose_name_plural': 'imports of answers',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=120, verbose_name='name of the key')),
                ('token_sha256', models.CharField(max_length=64, unique=True)),
                ('all_states', models.BooleanField(default=False, verbose_name='also answers that are not approved')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='last used')),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'key for machines',
                'verbose_name_plural': 'keys for machines',
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(choices=[('submission.received', 'an answer was received'), ('submission.edited', 'an answer was edited'), ('submission.reviewed', 'an answer was reviewed')], max_length=24, verbose_name='event')),
                ('instance_id', models.CharField(max_length=255, verbose_name='instance ID')),
                ('happened_at', models.DateTimeField(verbose_name='happened')),
                ('body', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('delivered', 'delivered'), ('given up', 'given up')], default='waiting', max_length=10, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('due_at', models.DateTimeField(verbose_name='next attempt')),
                ('answer', models.CharField(blank=True, max_length=200, verbose_name='last answer')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'delivery of an event',
                'verbose_name_plural': 'deliveries of events',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=32, unique=True)),
                ('format', models.CharField(choices=[('csv', 'CSV, in the shape of ODK Central'), ('xlsx', 'Excel'), ('sav', 'SPSS'), ('dta', 'Stata'), ('parquet', 'Parquet'), ('ddi', 'Codebook (DDI)'), ('attachments', 'Attachments')], max_length=12, verbose_name='format')),
                ('options', models.JSONField(default=dict)),
                ('file', models.FileField(blank=True, max_length=200, storage=surveys.models.exchange.exchange_storage, upload_to='')),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='size in bytes')),
                ('told', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
            ],
            options={
                'verbose_name': 'export',
                'verbose_name_plural': 'exports',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ExportLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('downloaded', 'downloaded'), ('command', 'written by a command')], max_length=10, verbose_name='action')),
                ('format', models.CharField(choices=[('csv', 'CSV, in the shape of ODK Central'), ('xlsx', 'Excel'), ('sav', 'SPSS'), ('dta', 'Stata'), ('parquet', 'Parquet'), ('ddi', 'Codebook (DDI)'), ('attachments', 'Attachments')], max_length=12, verbose_name='format')),
                ('options', models.JSONField(default=dict)),
                ('rows', models.PositiveIntegerField(default=0, verbose_name='interviews')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'answers taken out',
                'verbose_name_plural': 'answers taken out',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=500, verbose_name='address')),
                ('events', models.JSONField(default=list, verbose_name='events')),
                ('secret', models.BinaryField(default=bytes)),
                ('told_until', models.DateTimeField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'webhook',
                'verbose_name_plural': 'webhooks',
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='submission',
            name='changed_at',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Greatest('received_at', django.db.models.functions.comparison.Coalesce('reviewed_at', 'received_at'), django.db.models.functions.comparison.Coalesce('checked_at', 'received_at')), output_field=models.DateTimeField()),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['survey', 'changed_at', 'id'], name='submission_feed'),
        ),
        migrations.AddField(
            model_name='answerimport',
            name='job',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.job'),
        ),
        migrations.AddField(
            model_name='answerimport',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='answerimport',
            name='survey',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answer_imports', to='surveys.survey'),
        ),
        migrations.AddField(
            model_name='apikey',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='apikey',
            name='survey',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='api_keys', to='surveys.survey'),
        ),
        migrations.AddField(
            model_name='export',
            name='job',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.job'),
        ),
        migrations.AddField(
            model_name='export',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='export',
            name='survey',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exports', to='surveys.survey'),
        ),
        migrations.AddField(
            model_name='exportlog',
            name='actor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='exportlog',
            name='survey',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='export_log', to='surveys.survey'),
        ),
        migrations.AddField(
            model_name='webhook',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='webhook',
            name='survey',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to='surveys.survey'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='webhook',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='surveys.webhook'),
        ),
        migrations.AddIndex(
            model_name='export',
            index=models.Index(fields=['expires_at'], name='export_expiry'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['state', 'due_at'], name='delivery_due'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('webhook', 'event', 'instance_id', 'happened_at'), name='one_delivery_per_event'),
        ),
    ]

"""What a survey with a team, phones, pages and a review needs to store."""

import django.db.models.deletion
import surveys.models.blobs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0005_plans_kept_by'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, verbose_name='file name')),
                ('expected', models.BooleanField(default=True, verbose_name='named by the interview')),
                ('received_at', models.DateTimeField(blank=True, null=True, verbose_name='received')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['submission', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Blob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('file', models.FileField(storage=surveys.models.blobs.blob_storage, upload_to='')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'stored file',
                'verbose_name_plural': 'stored files',
                'ordering': ['created_at'],
            },
        ),
        migrations.CreateModel(
            name='ConsentText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('texts', models.JSONField(verbose_name='text per language')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'consent text',
                'verbose_name_plural': 'consent texts',
                'ordering': ['survey', '-number'],
                'get_latest_by': 'number',
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField()),
                ('phone_index', models.CharField(blank=True, db_index=True, max_length=64)),
            ],
            options={
                'verbose_name': 'contact data',
                'verbose_name_plural': 'contact data',
                'ordering': ['unit'],
            },
        ),
        migrations.CreateModel(
            name='InstrumentFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, verbose_name='file name')),
                ('md5', models.CharField(max_length=32)),
            ],
            options={
                'verbose_name': 'file of a questionnaire',
                'verbose_name_plural': 'files of a questionnaire',
                'ordering': ['instrument', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lead', 'lead: everything, the team included'), ('analyst', 'analyst: questionnaire, weights, releases, exports'), ('supervisor', 'supervisor: sample, fieldwork, review'), ('interviewer', 'interviewer: own cases'), ('viewer', 'viewer: progress and results, no answers')], max_length=12, verbose_name='role')),
                ('added_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'team member',
                'verbose_name_plural': 'team members',
                'ordering': ['survey', 'role', 'user'],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('received', 'received'), ('hasIssues', 'has issues'), ('edited', 'edited'), ('returned', 'returned to the interviewer'), ('approved', 'approved'), ('rejected', 'rejected')], max_length=10, verbose_name='state')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'review',
                'verbose_name_plural': 'reviews',
                'ordering': ['submission', 'made_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SubmissionVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                ('instance_id', models.CharField(max_length=255, verbose_name='instance ID')),
                ('xml', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('received_at', models.DateTimeField(auto_now_add=True, verbose_name='received')),
            ],
            options={
                'verbose_name': 'version of a submission',
                'verbose_name_plural': 'versions of a submission',
                'ordering': ['submission', 'number'],
                'get_latest_by': 'number',
            },
        ),
        migrations.RemoveIndex(
            model_name='submission',
            name='surveys_sub_survey__addfd2_idx',
        ),
        migrations.AddField(
            model_name='collectorkey',
            name='ha1',
            field=models.BinaryField(blank=True, default=bytes),
        ),
        migrations.AddField(
            model_name='collectorkey',
            name='interviewer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='collector_keys', to=settings.AUTH_USER_MODEL, verbose_name='interviewer'),
        ),
        migrations.AddField(
            model_name='collectorkey',
            name='label',
            field=models.CharField(blank=True, max_length=120, verbose_name='name of the key'),
        ),
        migrations.AddField(
            model_name='collectorkey',
            name='may_list',
            field=models.BooleanField(default=True, verbose_name='may fetch forms'),
        ),
        migrations.AddField(
            model_name='collectorkey',
            name='may_submit',
            field=models.BooleanField(default=True, verbose_name='may send'),
        ),
        migrations.AddField(
            model_name='collectorkey',
            name='used_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='last used'),
        ),
        migrations.AddField(
            model_name='collectorkey',
            name='username',
            field=models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name='user name'),
        ),
        migrations.AddField(
            model_name='heldsubmission',
            name='decided_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='heldsubmission',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='heldsubmission',
            name='decision',
            field=models.CharField(blank=True, choices=[('accepted', 'taken as a new version'), ('discarded', 'discarded')], max_length=10, verbose_name='decision'),
        ),
        migrations.AddField(
            model_name='heldsubmission',
            name='note',
            field=models.TextField(blank=True, verbose_name='note'),
        ),
        migrations.AddField(
            model_name='instrumentversion',
            name='xform_md5',
            field=models.CharField(default='', max_length=32),
        ),
        migrations.AddField(
            model_name='sampleunit',
            name='inclusion_probability',
            field=models.FloatField(blank=True, null=True, verbose_name='inclusion probability'),
        ),
        migrations.AddField(
            model_name='sampleunit',
            name='interviewer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sample_units', to=settings.AUTH_USER_MODEL, verbose_name='interviewer'),
        ),
        migrations.AddField(
            model_name='sampleunit',
            name='pilot',
            field=models.BooleanField(default=False, verbose_name='pilot'),
        ),
        migrations.AddField(
            model_name='submission',
            name='checked_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='checked'),
        ),
        migrations.AddField(
            model_name='submission',
            name='edits',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='edits'),
        ),
        migrations.AddField(
            model_name='submission',
            name='interviewer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='interviews', to=settings.AUTH_USER_MODEL, verbose_name='interviewer'),
        ),
        migrations.AddField(
            model_name='submission',
            name='key',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='submissions', to='surveys.collectorkey'),
        ),
        migrations.AddField(
            model_name='submission',
            name='notice_count',
            field=models.PositiveIntegerField(default=0, verbose_name='notices'),
        ),
        migrations.AddField(
            model_name='submission',
            name='notices',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='submission',
            name='pilot',
            field=models.BooleanField(default=False, verbose_name='pilot'),
        ),
        migrations.AddField(
            model_name='submission',
            name='source',
            field=models.CharField(choices=[('device', 'device'), ('page', 'web page'), ('file', 'imported file')], default='device', max_length=6, verbose_name='source'),
        ),
        migrations.AddField(
            model_name='survey',
            name='closes_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='closes'),
        ),
        migrations.AddField(
            model_name='survey',
            name='open_link',
            field=models.BooleanField(default=False, help_text='Whoever has the address of the survey may answer it, without an invitation.', verbose_name='open link'),
        ),
        migrations.AddField(
            model_name='survey',
            name='opens_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='opens'),
        ),
        migrations.AddField(
            model_name='survey',
            name='state',
            field=models.CharField(choices=[('draft', 'draft'), ('pilot', 'pilot'), ('open', 'open'), ('paused', 'paused'), ('closed', 'closed'), ('archived', 'archived')], default='draft', max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='heldsubmission',
            name='reason',
            field=models.CharField(choices=[('conflict', 'another content under a known instance ID'), ('edit', 'an edit of a version that is unknown or not the current one'), ('unreadable', 'not readable as a submission'), ('failed', 'the portal failed to take it in')], max_length=12, verbose_name='reason'),
        ),
        migrations.AlterField(
            model_name='submission',
            name='state',
            field=models.CharField(choices=[('received', 'received'), ('hasIssues', 'has issues'), ('edited', 'edited'), ('returned', 'returned to the interviewer'), ('approved', 'approved'), ('rejected', 'rejected')], default='received', max_length=10, verbose_name='state'),
        ),
        migrations.AddConstraint(
            model_name='sampleunit',
            constraint=models.CheckConstraint(condition=models.Q(('inclusion_probability', None), models.Q(('inclusion_probability__gt', 0), ('inclusion_probability__lte', 1)), _connector='OR'), name='inclusion_probability_in_range'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(('opens_at', None), ('closes_at', None), ('opens_at__lt', models.F('closes_at')), _connector='OR'), name='survey_opens_before_it_closes'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='surveys.submission'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='blob',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.blob'),
        ),
        migrations.AddField(
            model_name='consenttext',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='consenttext',
            name='survey',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consent_texts', to='surveys.survey'),
        ),
        migrations.AddField(
            model_name='submission',
            name='consent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='surveys.consenttext'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['survey', 'state', 'received_at', 'id'], name='submission_inbox'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(condition=models.Q(('checked_at', None)), fields=['id'], name='submission_unchecked'),
        ),
        migrations.AddField(
            model_name='contact',
            name='unit',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='contact', to='surveys.sampleunit'),
        ),
        migrations.AddField(
            model_name='instrumentfile',
            name='blob',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.blob'),
        ),
        migrations.AddField(
            model_name='instrumentfile',
            name='instrument',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='surveys.instrumentversion'),
        ),
        migrations.AddField(
            model_name='member',
            name='survey',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='surveys.survey'),
        ),
        migrations.AddField(
            model_name='member',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='survey_memberships', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='review',
            name='actor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='review',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='surveys.submission'),
        ),
        migrations.AddField(
            model_name='submissionversion',
            name='made_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='submissionversion',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='surveys.submission'),
        ),
        migrations.AddField(
            model_name='submissionversion',
            name='survey',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submission_versions', to='surveys.survey'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(fields=('submission', 'name'), name='one_attachment_per_name'),
        ),
        migrations.AddConstraint(
            model_name='consenttext',
            constraint=models.UniqueConstraint(fields=('survey', 'number'), name='one_consent_per_number'),
        ),
        migrations.AddConstraint(
            model_name='instrumentfile',
            constraint=models.UniqueConstraint(fields=('instrument', 'name'), name='one_file_per_name'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.UniqueConstraint(fields=('survey', 'user'), name='one_membership_per_survey'),
        ),
        migrations.AddConstraint(
            model_name='submissionversion',
            constraint=models.UniqueConstraint(fields=('survey', 'instance_id'), name='one_version_per_instance'),
        ),
        migrations.AddConstraint(
            model_name='submissionversion',
            constraint=models.UniqueConstraint(fields=('submission', 'number'), name='one_version_per_number'),
        ),
    ]

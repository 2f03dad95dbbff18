"""The engine's tables."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import uuid
import workflow.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("size", models.BigIntegerField(unique=True)),
                ("root", models.BinaryField()),
                ("range", models.BinaryField()),
                ("note", models.TextField()),
                ("mldsa87", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="ClockOffset",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("amount", models.DurationField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="clock_one_row")]
            },
        ),
        migrations.CreateModel(
            name="Log",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="workflow.log",
                    ),
                ),
                ("machine", models.CharField(max_length=80)),
                ("size", models.BigIntegerField(default=0)),
                ("range", models.BinaryField(default=b"")),
                ("last_at", models.DateTimeField(null=True)),
                ("sealed_size", models.BigIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("size__gt", models.F("sealed_size"))),
                        fields=["id"],
                        name="log_unsealed",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sealed_size__lte", models.F("size")), ("size__gte", 0)),
                        name="log_range_fits_size",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("machine", models.CharField(max_length=80)),
                ("subject_id", models.UUIDField()),
                ("event", models.CharField(max_length=80)),
                ("actor", models.CharField(blank=True, max_length=64)),
                ("inputs", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("queued", "Waiting"), ("done", "Done"), ("dead", "Gave up")],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                ("last_error", models.TextField(blank=True)),
                (
                    "log",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflow.log",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recipient", models.UUIDField()),
                ("address", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("sending", "Being sent"), ("sent", "Sent"), ("failed", "Failed")],
                        default="sending",
                        max_length=10,
                    ),
                ),
                ("error", models.TextField(blank=True)),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="workflow.job",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Personal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("index", models.BigIntegerField()),
                ("name", models.CharField(max_length=40)),
                ("salt", models.BinaryField()),
                ("value", models.JSONField()),
                (
                    "log",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflow.log",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RegisterLeaf",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("commitment", models.BinaryField()),
                ("size", models.BigIntegerField(null=True)),
                ("root", models.BinaryField(null=True)),
                ("salt", models.BinaryField(null=True)),
                (
                    "log",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sealed",
                        to="workflow.log",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RegisterNode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("level", "index"), name="register_node_place")
                ]
            },
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("line", models.CharField(max_length=400)),
                (
                    "checkpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cosignatures",
                        to="workflow.checkpoint",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["key", "-checkpoint"], name="cosignature_of_witness")],
                "constraints": [
                    models.UniqueConstraint(fields=("checkpoint", "key"), name="cosignature_once_per_witness")
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("index", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("machine", models.CharField(max_length=80)),
                ("subject_id", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("step", models.CharField(max_length=60)),
                ("event", models.CharField(max_length=80)),
                ("source", models.CharField(max_length=40)),
                ("target", models.CharField(max_length=40)),
                ("actor", models.CharField(max_length=64)),
                (
                    "sides",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("details", models.JSONField(default=dict)),
                ("personal", models.JSONField(default=dict)),
                ("salt", models.BinaryField()),
                ("commit", models.BinaryField()),
                ("leaf", models.BinaryField()),
                ("key", models.CharField(max_length=80, null=True)),
                ("asked", models.CharField(blank=True, max_length=64)),
                (
                    "xact",
                    workflow.fields.XactField(
                        db_default=django.db.models.expressions.RawSQL("pg_current_xact_id()", [])
                    ),
                ),
                (
                    "log",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="workflow.log",
                    ),
                ),
            ],
            options={
                "ordering": ["log", "index"],
                "indexes": [models.Index(fields=["subject_id", "version"], name="entry_subject")],
                "constraints": [
                    models.UniqueConstraint(fields=("log", "index"), name="entry_place"),
                    models.UniqueConstraint(
                        condition=models.Q(("key__isnull", False)), fields=("actor", "key"), name="entry_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sides", []), _negated=True), name="entry_is_for_a_side"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deadline",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("machine", models.CharField(max_length=80)),
                ("subject_id", models.UUIDField()),
                ("kind", models.CharField(max_length=40)),
                ("step", models.CharField(blank=True, max_length=60)),
                ("calendar", models.CharField(max_length=20)),
                ("set_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("wake_at", models.DateTimeField()),
                ("remaining_s", models.BigIntegerField(null=True)),
                ("remaining_days", models.IntegerField(null=True)),
                ("reminders", models.JSONField(default=list)),
                ("reminded", models.JSONField(default=list)),
                ("closed", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("paused", "Paused"),
                            ("met", "Met"),
                            ("fired", "Passed"),
                            ("canceled", "Canceled"),
                        ],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_error", models.TextField(blank=True)),
                (
                    "log",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadlines",
                        to="workflow.log",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "running")), fields=["wake_at"], name="deadline_wake"
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["running", "paused"])),
                        fields=["log", "due_at"],
                        name="deadline_soonest",
                    ),
                    models.Index(
                        condition=models.Q(("state", "running")),
                        fields=["machine", "due_at", "subject_id"],
                        name="deadline_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["running", "paused"])),
                        fields=("subject_id", "kind"),
                        name="deadline_one_live_per_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("machine", models.CharField(max_length=80)),
                ("subject_id", models.UUIDField()),
                ("step", models.CharField(max_length=60)),
                ("side", models.CharField(blank=True, max_length=40)),
                ("salt", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("inputs", models.JSONField(default=dict)),
                ("actor", models.UUIDField()),
                ("actor_name", models.CharField(max_length=200)),
                ("held_roles", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Counts"),
                            ("used", "Completed the step"),
                            ("voided", "Voided by a change"),
                            ("taken_back", "Taken back"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                (
                    "log",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflow.log",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("subject_id", "step", "actor"),
                        name="approval_once_per_person",
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["actor"], name="approval_open"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(condition=models.Q(("state", "queued")), fields=["next_at"], name="job_queue"),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(condition=models.Q(("state", "dead")), fields=["at"], name="job_dead"),
        ),
        migrations.AddIndex(
            model_name="delivery", index=models.Index(fields=["-at"], name="delivery_recent")
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("job", "recipient"), name="delivery_once_per_person"),
        ),
        migrations.AddConstraint(
            model_name="personal",
            constraint=models.UniqueConstraint(fields=("log", "index", "name"), name="personal_place"),
        ),
    ]

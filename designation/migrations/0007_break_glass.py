"""Emergency access of named evaluators."""

import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import uuid
import workflow.fields
import workflow.sql.triggers
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("designation", "0006_eligibility"),
        ("workflow", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="BreakGlass",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("reason", models.CharField(max_length=4000)),
                ("asked_at", models.DateTimeField()),
                (
                    "approved_by",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("began_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("review_by", models.DateTimeField(null=True)),
                ("findings", models.CharField(blank=True, max_length=4000)),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[
                            ("requested", "Asked for"),
                            ("active", "Open"),
                            ("ended", "Ended, to be reviewed"),
                            ("overdue", "Review overdue"),
                            ("reviewed", "Reviewed"),
                            ("lapsed", "Not answered in time"),
                            ("declined", "Declined"),
                            ("taken_back", "Taken back"),
                        ],
                        default="requested",
                        max_length=40,
                        protected=True,
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="break_glass",
                        to="designation.grant",
                    ),
                ),
                (
                    "log",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflow.log",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="designation.office"
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="break_glass",
                        to="designation.window",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["requested", "active"])),
                        fields=("grant",),
                        name="break_glass_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="break_glass_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "active"), _negated=True),
                            models.Q(
                                ("began_at__isnull", False),
                                ("ends_at__isnull", False),
                                (
                                    "ends_at__lte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("began_at"),
                                        "+",
                                        models.Value(datetime.timedelta(seconds=3600)),
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="break_glass_at_most_an_hour",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["active", "ended", "overdue", "reviewed"]), _negated=True
                            ),
                            ("approved_by__len__gte", 2),
                            _connector="OR",
                        ),
                        name="break_glass_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "reviewed"), _negated=True),
                            models.Q(("findings", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="break_glass_reviewed_in_words",
                    ),
                    workflow.sql.triggers.LegalMoves(
                        initial="requested",
                        keeps=("window_id", "grant_id", "office_id", "reason", "asked_at"),
                        moves=(
                            "active>ended",
                            "ended>overdue",
                            "ended>reviewed",
                            "overdue>reviewed",
                            "requested>active",
                            "requested>declined",
                            "requested>lapsed",
                            "requested>taken_back",
                        ),
                        name="designation_breakglass_moves",
                    ),
                    workflow.sql.triggers.NeedsEntry(
                        label="designation.BreakGlass", name="designation_breakglass_entry"
                    ),
                ],
            },
        ),
    ]

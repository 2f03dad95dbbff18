"""Suspensions of people, organizations and artifacts."""

import designation.insider_risk.models
import django.db.models.deletion
import uuid
import workflow.fields
import workflow.sql.triggers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("designation", "0003_sessions"),
        ("workflow", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Suspension",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "number",
                    models.CharField(
                        default=designation.insider_risk.models.new_number,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("person", "One person"),
                            ("organization", "A whole organization"),
                            ("artifact", "One artifact"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "placed_as",
                    models.CharField(
                        choices=[
                            ("officers", "The insider-risk officers"),
                            ("organization", "The organization itself"),
                        ],
                        max_length=12,
                    ),
                ),
                ("placed_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=4000)),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[("active", "Active"), ("lifted", "Lifted")],
                        default="active",
                        max_length=40,
                        protected=True,
                    ),
                ),
                (
                    "artifact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspensions",
                        to="designation.artifact",
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
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspensions",
                        to="designation.organization",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspensions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-placed_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "active")),
                        fields=["person"],
                        name="suspension_of_person",
                    ),
                    models.Index(
                        condition=models.Q(("state", "active")),
                        fields=["artifact"],
                        name="suspension_of_artifact",
                    ),
                    models.Index(
                        condition=models.Q(("scope", "organization"), ("state", "active")),
                        fields=["organization"],
                        name="suspension_of_organization",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("artifact__isnull", True), ("person__isnull", False), ("scope", "person")
                            ),
                            models.Q(
                                ("artifact__isnull", False), ("person__isnull", True), ("scope", "artifact")
                            ),
                            models.Q(
                                ("artifact__isnull", True),
                                ("person__isnull", True),
                                ("scope", "organization"),
                            ),
                            _connector="OR",
                        ),
                        name="suspension_covers_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "lifted"), _negated=True),
                            ("lifted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="suspension_lifted_at_an_instant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="suspension_has_a_reason"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "active")),
                        fields=("scope", "organization", "person", "artifact", "placed_as"),
                        name="suspension_one_active",
                        nulls_distinct=False,
                    ),
                    workflow.sql.triggers.LegalMoves(
                        initial="active",
                        keeps=(
                            "number",
                            "scope",
                            "person_id",
                            "artifact_id",
                            "organization_id",
                            "reason",
                            "placed_by_id",
                            "placed_as",
                            "placed_at",
                        ),
                        moves=("active>lifted",),
                        name="designation_suspension_moves",
                    ),
                    workflow.sql.triggers.NeedsEntry(
                        label="designation.Suspension", name="designation_suspension_entry"
                    ),
                ],
            },
        ),
    ]

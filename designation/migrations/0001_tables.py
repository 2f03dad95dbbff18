"""The tables of the framework."""

import designation.content.folding
import designation.partners.models.partner
import designation.partners.models.selection
import designation.requests.models.request
import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import uuid
import workflow.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("workflow", "0001_tables")]
    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "folded",
                    designation.content.folding.FoldedField(
                        db_collation="C", editable=False, max_length=800, of="name"
                    ),
                ),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("is_active", models.BooleanField(default=True)),
                ("date_joined", models.DateTimeField(auto_now_add=True)),
                ("desk_seen_at", models.DateTimeField(editable=False, null=True)),
                ("desk_left_at", models.DateTimeField(editable=False, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Attempts",
            fields=[
                ("key", models.CharField(max_length=300, primary_key=True, serialize=False)),
                ("value", models.JSONField()),
                ("ends_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("mapping", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "folded",
                    designation.content.folding.FoldedField(
                        db_collation="C", editable=False, max_length=800, of="name"
                    ),
                ),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=120)),
            ],
            options={"ordering": ["folded", "name"]},
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "Organization administrator"),
                            ("drafter", "Drafter"),
                            ("certifying_officer", "Certifying officer"),
                            ("security_contact", "Security contact"),
                            ("intake_officer", "Intake officer"),
                            ("reviewer", "Reviewer"),
                            ("determining_official", "Determining official"),
                            ("records_certifier", "Records certifier"),
                            ("consulted_official", "Consulted official"),
                            ("approving_official", "Approving official"),
                            ("custodian", "Custodian"),
                            ("records_officer", "Records officer"),
                            ("evaluator", "Evaluator"),
                            ("insider_risk_officer", "Insider-risk officer"),
                            ("roster_administrator", "Roster administrator"),
                            ("policy_editor", "Policy editor"),
                            ("auditor", "Auditor"),
                            ("partner_administrator", "Partner administrator"),
                            ("partner_evaluator", "Partner evaluator"),
                            ("operator", "Site operator"),
                        ],
                        max_length=30,
                    ),
                ),
                ("instrument", models.CharField(blank=True, max_length=200)),
                ("until", models.DateTimeField(null=True)),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("active", "Active"),
                            ("declined", "Declined"),
                            ("ended", "Ended"),
                        ],
                        default="proposed",
                        max_length=40,
                        protected=True,
                    ),
                ),
                (
                    "delegated_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="designation.appointment",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="designation.office",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Directory",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[("open", "Open")], default="open", max_length=40, protected=True
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
            ],
            options={"verbose_name_plural": "directories"},
        ),
        migrations.CreateModel(
            name="DirectoryEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=200)),
                ("suborganization", models.CharField(blank=True, max_length=200)),
                ("city", models.CharField(blank=True, max_length=100)),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("AL", "Alabama"),
                            ("AK", "Alaska"),
                            ("AZ", "Arizona"),
                            ("AR", "Arkansas"),
                            ("CA", "California"),
                            ("CO", "Colorado"),
                            ("CT", "Connecticut"),
                            ("DE", "Delaware"),
                            ("DC", "District of Columbia"),
                            ("FL", "Florida"),
                            ("GA", "Georgia"),
                            ("HI", "Hawaii"),
                            ("ID", "Idaho"),
                            ("IL", "Illinois"),
                            ("IN", "Indiana"),
                            ("IA", "Iowa"),
                            ("KS", "Kansas"),
                            ("KY", "Kentucky"),
                            ("LA", "Louisiana"),
                            ("ME", "Maine"),
                            ("MD", "Maryland"),
                            ("MA", "Massachusetts"),
                            ("MI", "Michigan"),
                            ("MN", "Minnesota"),
                            ("MS", "Mississippi"),
                            ("MO", "Missouri"),
                            ("MT", "Montana"),
                            ("NE", "Nebraska"),
                            ("NV", "Nevada"),
                            ("NH", "New Hampshire"),
                            ("NJ", "New Jersey"),
                            ("NM", "New Mexico"),
                            ("NY", "New York"),
                            ("NC", "North Carolina"),
                            ("ND", "North Dakota"),
                            ("OH", "Ohio"),
                            ("OK", "Oklahoma"),
                            ("OR", "Oregon"),
                            ("PA", "Pennsylvania"),
                            ("RI", "Rhode Island"),
                            ("SC", "South Carolina"),
                            ("SD", "South Dakota"),
                            ("TN", "Tennessee"),
                            ("TX", "Texas"),
                            ("UT", "Utah"),
                            ("VT", "Vermont"),
                            ("VA", "Virginia"),
                            ("WA", "Washington"),
                            ("WV", "West Virginia"),
                            ("WI", "Wisconsin"),
                            ("WY", "Wyoming"),
                            ("AS", "American Samoa"),
                            ("GU", "Guam"),
                            ("MP", "Northern Mariana Islands"),
                            ("PR", "Puerto Rico"),
                            ("VI", "U.S. Virgin Islands\n"),
                        ],
                        max_length=2,
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("federal", "Federal agency"),
                            ("sltt", "State, local, tribal, or territorial government"),
                            ("rural_hospital", "Rural hospital"),
                            ("community_bank", "Community bank"),
                            ("local_utility", "Local utility"),
                            ("infrastructure", "Other critical infrastructure"),
                            ("vendor", "Security vendor"),
                            ("open_source", "Open-source maintainer"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("chemical", "Chemical"),
                            ("commercial", "Commercial Facilities"),
                            ("communications", "Communications"),
                            ("manufacturing", "Critical Manufacturing"),
                            ("dams", "Dams"),
                            ("defense", "Defense Industrial Base"),
                            ("emergency", "Emergency Services"),
                            ("energy", "Energy"),
                            ("financial", "Financial Services"),
                            ("food", "Food and Agriculture"),
                            ("government", "Government Services and Facilities"),
                            ("health", "Healthcare and Public Health"),
                            ("it", "Information Technology"),
                            ("nuclear", "Nuclear Reactors, Materials, and Waste"),
                            ("transport", "Transportation Systems"),
                            ("water", "Water and Wastewater Systems"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "size",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("small", "Fewer than 100 people"),
                            ("medium", "100 to 999 people"),
                            ("large", "1,000 people or more"),
                        ],
                        max_length=10,
                    ),
                ),
                ("uei", models.CharField(blank=True, max_length=12, verbose_name="UEI")),
                ("ccn", models.CharField(blank=True, max_length=6, verbose_name="CCN")),
                ("fdic", models.CharField(blank=True, max_length=6, verbose_name="FDIC certificate")),
                ("pwsid", models.CharField(blank=True, max_length=9, verbose_name="PWSID")),
                (
                    "domains",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "contacts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("identity", models.TextField(editable=False)),
                ("near", models.TextField(editable=False)),
                ("initials", models.TextField(editable=False)),
                ("text", models.TextField(editable=False)),
                ("words", django.contrib.postgres.search.SearchVectorField(editable=False)),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField(editable=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["near"], name="directory_entry_near"),
                    models.Index(fields=["initials"], name="directory_entry_initials"),
                    models.Index(fields=["state", "identity"], name="directory_entry_state"),
                    models.Index(fields=["category", "identity"], name="directory_entry_category"),
                    models.Index(
                        condition=models.Q(("sector", ""), _negated=True),
                        fields=["sector", "identity"],
                        name="directory_entry_sector",
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="directory_entry_words"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("identity", "uei", "ccn", "fdic", "pwsid"), name="directory_entry_told_apart"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "category__in",
                                ["rural_hospital", "community_bank", "local_utility", "infrastructure"],
                            ),
                            ("sector", ""),
                            _connector="XOR",
                        ),
                        name="directory_entry_sector_fits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DirectoryIdentifier",
            fields=[
                ("id", models.CharField(max_length=270, primary_key=True, serialize=False)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="designation.directoryentry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DirectoryImport",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("number", models.PositiveIntegerField(unique=True)),
                ("file_name", models.CharField(max_length=200)),
                ("size_bytes", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("header", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict)),
                ("uploaded_at", models.DateTimeField()),
                ("read_bytes", models.PositiveBigIntegerField(default=0)),
                ("read_lines", models.PositiveIntegerField(default=0)),
                ("compared", models.BooleanField(default=False)),
                ("counts", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=list)),
                ("applied_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[
                            ("uploaded", "Uploaded"),
                            ("checking", "Being checked"),
                            ("checked", "Ready to confirm"),
                            ("failed", "Needs correction"),
                            ("applying", "Being applied"),
                            ("applied", "Applied"),
                            ("undoing", "Being undone"),
                            ("undone", "Undone"),
                            ("discarded", "Discarded"),
                        ],
                        default="uploaded",
                        max_length=40,
                        protected=True,
                    ),
                ),
                (
                    "directory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="designation.directory",
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
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["-number"]},
        ),
        migrations.CreateModel(
            name="DirectoryWord",
            fields=[
                ("word", models.TextField(primary_key=True, serialize=False)),
                ("n", models.IntegerField()),
                ("keys", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["keys"], name="directory_word_keys"),
                    models.Index(
                        fields=["word"], name="directory_word_begins", opclasses=["text_pattern_ops"]
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="FormerParty",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("matter", models.UUIDField()),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("developer", "Model developer"),
                            ("government", "Government"),
                            ("partner", "Trusted partner"),
                            ("operator", "Site operator"),
                        ],
                        max_length=12,
                    ),
                ),
                ("ended_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportChunk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("begins_at", models.PositiveBigIntegerField()),
                ("content", models.BinaryField()),
                (
                    "directory_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chunks",
                        to="designation.directoryimport",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("line", models.PositiveIntegerField()),
                ("name", models.TextField()),
                ("suborganization", models.TextField()),
                ("city", models.TextField()),
                ("state", models.TextField()),
                ("category", models.TextField()),
                ("sector", models.TextField()),
                ("size", models.TextField()),
                ("uei", models.TextField()),
                ("ccn", models.TextField()),
                ("fdic", models.TextField()),
                ("pwsid", models.TextField()),
                (
                    "domains",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                (
                    "contacts",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                (
                    "cleared",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("identity", models.TextField()),
                ("near", models.TextField()),
                ("initials", models.TextField()),
                ("text", models.TextField()),
                (
                    "problems",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("leader", models.BigIntegerField(null=True)),
                (
                    "outcome",
                    models.TextField(
                        choices=[
                            ("added", "Added"),
                            ("changed", "Changed"),
                            ("unchanged", "Unchanged"),
                            ("joined", "Joined with another line"),
                            ("refused", "Needs correction"),
                            ("skipped", "Left out"),
                        ]
                    ),
                ),
                ("entry", models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID())),
                ("revision", models.IntegerField(db_default=0)),
                ("old", models.JSONField(null=True)),
                ("kept", models.TextField(db_default="")),
                (
                    "directory_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="designation.directoryimport",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportPair",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("entry", models.UUIDField(null=True)),
                ("score", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(max_length=300)),
                ("by_identifier", models.BooleanField(default=False)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("same", "The same organization"),
                            ("different", "Different organizations"),
                            ("skip", "Leave this line out"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "directory_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairs",
                        to="designation.directoryimport",
                    ),
                ),
                (
                    "other_row",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="designation.importrow",
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairs",
                        to="designation.importrow",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="person",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="people", to="designation.office"
            ),
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "folded",
                    designation.content.folding.FoldedField(
                        db_collation="C", editable=False, max_length=800, of="name"
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("short_name", models.CharField(max_length=20)),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("developer", "Model developer"),
                            ("government", "Government"),
                            ("partner", "Trusted partner"),
                            ("operator", "Site operator"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[("active", "Active"), ("closed", "Closed")],
                        default="active",
                        max_length=40,
                        protected=True,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "log",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflow.log",
                    ),
                ),
            ],
            options={"ordering": ["folded", "name"]},
        ),
        migrations.AddField(
            model_name="office",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offices",
                to="designation.organization",
            ),
        ),
        migrations.CreateModel(
            name="Involvement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("matter", models.UUIDField()),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("developer", "Developer of the model"),
                            ("lead", "Determining agency"),
                            ("consulted", "Consulted office"),
                            ("named", "Agency named in the terms of a window"),
                            ("evaluator", "Named evaluator"),
                            ("partner", "Trusted partner"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "appointment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="designation.appointment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="designation.office",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="designation.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "folded",
                    designation.content.folding.FoldedField(
                        db_collation="C", editable=False, max_length=800, of="name"
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=120)),
                ("roles", models.JSONField(default=list)),
                ("roles_signed", models.BooleanField(default=False)),
                ("expires_at", models.DateTimeField()),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[
                            ("open", "Open"),
                            ("accepted", "Accepted"),
                            ("revoked", "Revoked"),
                            ("expired", "Expired"),
                        ],
                        default="open",
                        max_length=40,
                        protected=True,
                    ),
                ),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="designation.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FrontierModel",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("codename", models.CharField(max_length=80)),
                ("first_opened_at", models.DateTimeField(null=True)),
                ("planned_partner_release_at", models.DateTimeField(null=True)),
                ("planned_public_release_at", models.DateTimeField(null=True)),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[("registered", "Registered")],
                        default="registered",
                        max_length=40,
                        protected=True,
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
                    "same_as",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registered_again",
                        to="designation.frontiermodel",
                    ),
                ),
                (
                    "developer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="models",
                        to="designation.organization",
                    ),
                ),
            ],
            options={"ordering": ["codename"]},
        ),
        migrations.AddField(
            model_name="appointment",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appointments",
                to="designation.organization",
            ),
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("matter", models.UUIDField()),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("developer", "Model developer"),
                            ("government", "Government"),
                            ("partner", "Trusted partner"),
                            ("operator", "Site operator"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("number", models.PositiveIntegerField(unique=True)),
                ("values", models.JSONField(default=dict)),
                ("effective_at", models.DateTimeField(null=True)),
                ("activated_at", models.DateTimeField(null=True)),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[
                            ("draft", "Draft"),
                            ("active", "In force from its date"),
                            ("discarded", "Discarded"),
                        ],
                        default="draft",
                        max_length=40,
                        protected=True,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={"verbose_name_plural": "policies", "ordering": ["-number"]},
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "folded",
                    designation.content.folding.FoldedField(
                        db_collation="C", editable=False, max_length=800, of="name"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        default=designation.partners.models.partner.new_number,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("suborganization", models.CharField(blank=True, max_length=200)),
                ("city", models.CharField(max_length=120)),
                ("us_state", models.CharField(max_length=10)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("federal", "Federal agency"),
                            ("sltt", "State, local, tribal, or territorial government"),
                            ("rural_hospital", "Rural hospital"),
                            ("community_bank", "Community bank"),
                            ("local_utility", "Local utility"),
                            ("infrastructure", "Other critical infrastructure"),
                            ("vendor", "Security vendor"),
                            ("open_source", "Open-source maintainer"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "size",
                    models.CharField(
                        choices=[
                            ("one", "One person"),
                            ("small", "Fewer than 100 people"),
                            ("medium", "100 to 999 people"),
                            ("large", "1,000 people or more"),
                        ],
                        max_length=10,
                    ),
                ),
                ("identifiers", models.CharField(blank=True, max_length=500)),
                ("contact_name", models.CharField(max_length=120)),
                ("contact_email", models.EmailField(max_length=254)),
                ("reasons_for", models.CharField(blank=True, max_length=2000)),
                ("text", models.CharField(editable=False, max_length=2000)),
                ("near", models.CharField(editable=False, max_length=2000)),
                (
                    "nominated_side",
                    models.CharField(
                        choices=[
                            ("developer", "Model developer"),
                            ("government", "Government"),
                            ("partner", "Trusted partner"),
                            ("operator", "Site operator"),
                        ],
                        max_length=12,
                    ),
                ),
                ("nominated_at", models.DateTimeField()),
                ("checks", models.JSONField(default=list)),
                ("question", models.TextField(blank=True)),
                ("answers", models.JSONField(default=dict)),
                ("answered_at", models.DateTimeField(null=True)),
                ("vouched_at", models.DateTimeField(null=True)),
                ("attested_until", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("declined_by", models.JSONField(default=list)),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[
                            ("nominated", "Nominated"),
                            ("vetting", "In vetting"),
                            ("asked", "Asked for information"),
                            ("active", "Active"),
                            ("expired", "Attestation overdue"),
                            ("suspended", "Suspended"),
                            ("declined", "Declined"),
                            ("lapsed", "Lapsed"),
                            ("removed", "Removed"),
                            ("left", "Left"),
                        ],
                        default="nominated",
                        max_length=40,
                        protected=True,
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nominations",
                        to="designation.directoryentry",
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
                    "nominated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner",
                        to="designation.organization",
                    ),
                ),
                (
                    "reconsiders",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconsidered",
                        to="designation.partner",
                    ),
                ),
                (
                    "sponsor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sponsored",
                        to="designation.partner",
                    ),
                ),
                (
                    "suspended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "vouched_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="designation.policy",
                    ),
                ),
            ],
            options={"ordering": ["folded", "name", "us_state", "city", "suborganization"]},
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("matter", models.UUIDField()),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RemovedEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("old", models.JSONField()),
                ("revision", models.PositiveIntegerField()),
                ("reason", models.TextField()),
                ("removed_at", models.DateTimeField()),
                (
                    "removed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "number",
                    models.CharField(
                        default=designation.requests.models.request.new_number,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("variants", models.JSONField(default=list)),
                ("variant_key", models.CharField(blank=True, max_length=64)),
                ("answers", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("determined_at", models.DateTimeField(null=True)),
                ("rounds_asked", models.PositiveSmallIntegerField(default=0)),
                ("extensions_used", models.PositiveSmallIntegerField(default=0)),
                ("more_rounds_agreed", models.BooleanField(default=False)),
                ("recommended_outcome", models.CharField(blank=True, max_length=12)),
                ("assessed_application", models.CharField(blank=True, max_length=64)),
                ("assessed_on", models.DateField(null=True)),
                ("authority", models.CharField(blank=True, max_length=200)),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("standing_outcome", models.CharField(blank=True, max_length=12)),
                ("sharing_text", models.TextField(blank=True)),
                ("reconsidered", models.BooleanField(default=False)),
                ("new_information", models.TextField(blank=True)),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("clarification_requested", "Clarification requested"),
                            ("in_assessment", "In assessment"),
                            ("information_requested", "Information requested"),
                            ("recommended", "Recommended"),
                            ("covered", "Covered"),
                            ("not_covered", "Not covered"),
                            ("no_determination", "No determination"),
                            ("closed", "Closed, unanswered"),
                            ("concluded", "Concluded"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=40,
                        protected=True,
                    ),
                ),
                (
                    "certified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "filed_again_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filed_again",
                        to="designation.request",
                    ),
                ),
                (
                    "former_lead",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leading",
                        to=settings.AUTH_USER_MODEL,
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
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="designation.frontiermodel",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="designation.policy",
                    ),
                ),
                (
                    "recommended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("field", models.CharField(max_length=40)),
                ("text", models.TextField()),
                ("position", models.PositiveSmallIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                ("revised", models.JSONField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="designation.request",
                    ),
                ),
            ],
            options={"ordering": ["asked_at", "position"]},
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("text", models.TextField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="designation.request",
                    ),
                ),
            ],
            options={"ordering": ["-at"]},
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[
                            ("open", "Asked"),
                            ("concurred", "Concurs"),
                            ("objected", "Objects"),
                            ("commented", "Comments"),
                            ("no_answer", "No answer"),
                            ("dissolved", "No longer needed"),
                        ],
                        default="open",
                        max_length=40,
                        protected=True,
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="designation.request",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Artifact",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("description", models.CharField(blank=True, max_length=4000)),
                ("file_name", models.CharField(max_length=200)),
                ("folder", models.CharField(blank=True, max_length=400)),
                (
                    "legend",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "No legend"),
                            ("TRADE SECRET", "Trade secret"),
                            ("CONFIDENTIAL COMMERCIAL INFORMATION", "Confidential commercial information"),
                            ("FOIA EXEMPTION 4 CLAIMED", "FOIA Exemption 4 claimed"),
                            ("EXPORT CONTROLLED", "Export controlled"),
                        ],
                        max_length=60,
                    ),
                ),
                ("object_id", models.UUIDField(default=uuid.uuid4)),
                ("wrapped_key", models.BinaryField()),
                ("length_bytes", models.PositiveBigIntegerField()),
                ("content_header", models.BinaryField(default=b"")),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("received_bytes", models.PositiveBigIntegerField(default=0)),
                ("upload_fence", models.PositiveIntegerField(default=0)),
                ("checked_bytes", models.PositiveBigIntegerField(default=0)),
                ("uploaded_at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pdf", "PDF"),
                            ("png", "PNG image"),
                            ("jpeg", "JPEG image"),
                            ("markdown", "Markdown"),
                            ("csv", "CSV table"),
                            ("json", "JSON"),
                            ("text", "Plain text"),
                            ("other", "Another kind of file"),
                        ],
                        max_length=8,
                    ),
                ),
                ("pages", models.PositiveSmallIntegerField(default=0)),
                ("missing_fonts", models.CharField(blank=True, max_length=300)),
                ("not_shown", models.CharField(blank=True, max_length=300)),
                (
                    "scan",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("clear", "No marking was found"),
                            ("partly", "Scanned in part, and no marking was found"),
                            ("not_scanned", "Not scanned"),
                            ("marked", "A marking was found"),
                        ],
                        max_length=12,
                    ),
                ),
                ("scan_note", models.CharField(blank=True, max_length=300)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("manifest", models.TextField(blank=True)),
                ("manifest_signature", models.TextField(blank=True)),
                ("certificate", models.TextField(blank=True)),
                ("certificate_signature", models.TextField(blank=True)),
                ("sealed_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("marks_waiver", models.CharField(blank=True, max_length=4000)),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[
                            ("receiving", "Being sealed"),
                            ("sealed", "Sealed"),
                            ("quarantined", "Quarantined"),
                            ("withdrawn", "Withdrawn"),
                            ("destroying", "Being destroyed"),
                            ("destroyed", "Destroyed"),
                        ],
                        default="receiving",
                        max_length=40,
                        protected=True,
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
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="artifacts",
                        to="designation.request",
                    ),
                ),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("number", models.PositiveSmallIntegerField(null=True)),
                ("title", models.CharField(max_length=160)),
                ("text", models.CharField(max_length=60000)),
                ("digest", models.CharField(max_length=96)),
                ("written_at", models.DateTimeField()),
                ("in_force_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[
                            ("draft", "Not in force yet"),
                            ("in_force", "In force"),
                            ("replaced", "Replaced"),
                            ("withdrawn", "Withdrawn"),
                            ("discarded", "Discarded"),
                        ],
                        default="draft",
                        max_length=40,
                        protected=True,
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
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="designation.request",
                    ),
                ),
            ],
            options={"ordering": ["written_at", "id"]},
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("wrapped_key", models.BinaryField()),
                ("shared_at", models.DateTimeField()),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[("active", "Shared"), ("ended", "Ended")],
                        default="active",
                        max_length=40,
                        protected=True,
                    ),
                ),
                (
                    "artifact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
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
                    "shared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["shared_at", "id"]},
        ),
        migrations.CreateModel(
            name="Download",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("handed_over", models.PositiveBigIntegerField(default=0)),
                ("seen_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "share",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="downloads",
                        to="designation.share",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("demonstration", "A demonstration"), ("real", "A real site")], max_length=13
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sites",
                        to="designation.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TermsVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("developer", "Model developer"),
                            ("government", "Government"),
                            ("partner", "Trusted partner"),
                            ("operator", "Site operator"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("covering_note", models.TextField(blank=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.CreateModel(
            name="TermsSignature",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("developer", "Model developer"),
                            ("government", "Government"),
                            ("partner", "Trusted partner"),
                            ("operator", "Site operator"),
                        ],
                        max_length=12,
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="designation.organization",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "terms",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="designation.termsversion",
                    ),
                ),
            ],
            options={"ordering": ["at"]},
        ),
        migrations.CreateModel(
            name="Variant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("production", "Production"),
                            ("checkpoint", "Checkpoint"),
                            ("reduced_safeguards", "Reduced safeguards"),
                        ],
                        max_length=20,
                    ),
                ),
                ("weights_digest", models.CharField(blank=True, max_length=64)),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="variants",
                        to="designation.frontiermodel",
                    ),
                ),
            ],
            options={"ordering": ["name"]},
        ),
        migrations.CreateModel(
            name="Window",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("draft_terms", models.JSONField(default=dict)),
                ("opens_at", models.DateTimeField(null=True)),
                ("signed_end", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("cui_marking", models.CharField(blank=True, max_length=100)),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[
                            ("draft", "Draft"),
                            ("proposed", "Proposed"),
                            ("countered", "Countered"),
                            ("scheduled", "Scheduled"),
                            ("open", "Open"),
                            ("suspended", "Suspended"),
                            ("closed", "Closed"),
                            ("destroying", "Being destroyed"),
                            ("destroyed", "Destroyed"),
                            ("declined", "Declined"),
                            ("canceled", "Canceled"),
                        ],
                        default="draft",
                        max_length=40,
                        protected=True,
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
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="windows",
                        to="designation.frontiermodel",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="early_accesses",
                        to="designation.organization",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="windows",
                        to="designation.request",
                    ),
                ),
                (
                    "terms",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="designation.termsversion",
                    ),
                ),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.AddField(
            model_name="termsversion",
            name="window",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="designation.window"
            ),
        ),
        migrations.AddField(
            model_name="share",
            name="window",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="designation.window"
            ),
        ),
        migrations.CreateModel(
            name="Selection",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "number",
                    models.CharField(
                        default=designation.partners.models.selection.new_number,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("conditions", models.JSONField(default=dict)),
                (
                    "proposed_side",
                    models.CharField(
                        choices=[
                            ("developer", "Model developer"),
                            ("government", "Government"),
                            ("partner", "Trusted partner"),
                            ("operator", "Site operator"),
                        ],
                        max_length=12,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("concurred_at", models.DateTimeField(null=True)),
                ("invited_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("concurred", "Concurred"),
                            ("invited", "Invited"),
                            ("agreed", "Agreed"),
                            ("taken_back", "Taken back"),
                            ("not_selected", "Not selected"),
                            ("ended", "Ended"),
                        ],
                        default="proposed",
                        max_length=40,
                        protected=True,
                    ),
                ),
                (
                    "concurred_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "concurred_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="designation.organization",
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
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="selections",
                        to="designation.partner",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_for",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="designation.organization",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="selections",
                        to="designation.request",
                    ),
                ),
                (
                    "window",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="selection",
                        to="designation.window",
                    ),
                ),
            ],
            options={"ordering": ["-proposed_at", "id"]},
        ),
        migrations.CreateModel(
            name="Interruption",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(null=True)),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interruptions",
                        to="designation.window",
                    ),
                ),
            ],
            options={"ordering": ["from_at"]},
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("pseudonym", models.CharField(max_length=20)),
                (
                    "names",
                    models.CharField(
                        choices=[("names", "By name"), ("pseudonyms", "By a stable pseudonym")],
                        db_default="pseudonyms",
                        default="pseudonyms",
                        max_length=12,
                    ),
                ),
                ("agreed_terms", models.CharField(blank=True, max_length=64)),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[
                            ("nominated", "Nominated"),
                            ("concurred", "Concurred"),
                            ("active", "Active"),
                            ("suspended", "Suspended"),
                            ("ended", "Ended"),
                        ],
                        default="nominated",
                        max_length=40,
                        protected=True,
                    ),
                ),
                (
                    "appointment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="designation.appointment",
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
                    "nominated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="designation.window",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Destruction",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("at", models.DateTimeField()),
                ("certificate", models.CharField(max_length=1000000)),
                ("signature", models.CharField(max_length=10000)),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[
                            ("issued", "Waiting for certification"),
                            ("overdue", "Certification overdue"),
                            ("certified", "Certified"),
                        ],
                        default="issued",
                        max_length=40,
                        protected=True,
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
                    "window",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="destruction",
                        to="designation.window",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("label", models.CharField(max_length=120)),
                ("address", models.CharField(blank=True, max_length=500)),
                ("encrypted", models.BinaryField()),
                ("wrapped_key", models.BinaryField()),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[
                            ("active", "In use"),
                            ("to_cut", "To be cut"),
                            ("overdue", "Not confirmed as cut"),
                            ("cut", "Cut"),
                        ],
                        default="active",
                        max_length=40,
                        protected=True,
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
                    "grant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credentials",
                        to="designation.grant",
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credentials",
                        to="designation.window",
                    ),
                ),
            ],
            options={"ordering": ["label", "id"]},
        ),
        migrations.CreateModel(
            name="Attestation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[("due", "Due"), ("overdue", "Overdue"), ("attested", "Attested")],
                        default="due",
                        max_length=40,
                        protected=True,
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
                    "grant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attestation",
                        to="designation.grant",
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attestations",
                        to="designation.window",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("digest", models.CharField(max_length=96)),
                ("shown_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField()),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[("given", "Accepted")], default="given", max_length=40, protected=True
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
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="designation.agreement",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="designation.grant",
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="designation.window",
                    ),
                ),
            ],
            options={"ordering": ["accepted_at", "id"]},
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("day", models.DateField()),
                ("source", models.CharField(max_length=500)),
                ("in_force_at", models.DateTimeField(null=True)),
                (
                    "state",
                    workflow.fields.StateField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("in_force", "In force"),
                            ("discarded", "Discarded"),
                        ],
                        default="proposed",
                        max_length=40,
                        protected=True,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "ordering": ["-day"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "discarded"), _negated=True),
                        fields=("day",),
                        name="closure_of_a_day",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="formerparty",
            constraint=models.UniqueConstraint(fields=("matter", "person"), name="former_party_once"),
        ),
        migrations.AddConstraint(
            model_name="importchunk",
            constraint=models.UniqueConstraint(
                fields=("directory_import", "number"), name="directory_chunk_number"
            ),
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(fields=["directory_import", "line"], name="directory_row_line"),
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(fields=["directory_import", "outcome", "line"], name="directory_row_outcome"),
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(
                condition=models.Q(("outcome__in", ["changed", "unchanged"])),
                fields=["entry"],
                name="directory_row_entry",
            ),
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(
                condition=models.Q(("leader__isnull", False)), fields=["leader"], name="directory_row_leader"
            ),
        ),
        migrations.AddIndex(
            model_name="importpair",
            index=models.Index(fields=["directory_import", "decision", "id"], name="directory_pair_open"),
        ),
        migrations.AddConstraint(
            model_name="importpair",
            constraint=models.CheckConstraint(
                condition=models.Q(("entry__isnull", False), ("other_row__isnull", False), _connector="XOR"),
                name="directory_pair_with_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                name="person_address_is_normal",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"), name="organization_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.UniqueConstraint(
                models.F("organization"), django.db.models.functions.text.Lower("name"), name="office_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.UniqueConstraint(
                fields=("matter", "organization", "office", "person", "appointment", "capacity"),
                name="involvement_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("organization", "email"),
                name="invitation_one_open_per_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="frontiermodel",
            constraint=models.UniqueConstraint(
                models.F("developer"),
                django.db.models.functions.text.Lower("codename"),
                name="model_codename",
            ),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(
                condition=models.Q(("state", "active")), fields=["person", "role"], name="appointment_active"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("delegated_from__isnull", True), ("state__in", ["proposed", "active"])),
                fields=("person", "role"),
                name="appointment_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("delegated_from__isnull", True),
                    models.Q(models.Q(("instrument", ""), _negated=True), ("until__isnull", False)),
                    _connector="OR",
                ),
                name="delegation_cites_its_instrument",
            ),
        ),
        migrations.AddIndex(
            model_name="party", index=models.Index(fields=["person", "matter"], name="party_person")
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(fields=("matter", "person"), name="party_once"),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                django.db.models.functions.text.Lower("suborganization"),
                django.db.models.functions.text.Lower("city"),
                django.db.models.functions.text.Lower("us_state"),
                condition=models.Q(("state__in", ("declined", "lapsed", "removed", "left")), _negated=True),
                name="partner_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["active", "expired", "suspended"]), _negated=True),
                    ("attested_until__isnull", False),
                    _connector="OR",
                ),
                name="partner_attests_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="recusal",
            constraint=models.UniqueConstraint(fields=("matter", "person"), name="recusal_once"),
        ),
        migrations.AddIndex(
            model_name="removedentry",
            index=models.Index(fields=["-removed_at", "id"], name="directory_removed_at"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("state__in", ("closed", "concluded", "withdrawn")), _negated=True),
                fields=["state", "submitted_at"],
                name="request_open",
            ),
        ),
        migrations.AddIndex(
            model_name="request", index=models.Index(fields=["-created_at", "id"], name="request_newest")
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        (
                            "submitted",
                            "clarification_requested",
                            "information_requested",
                            "in_assessment",
                            "recommended",
                        ),
                    )
                ),
                fields=["lead"],
                name="request_led",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "closed", "concluded", "withdrawn"]), _negated=True
                ),
                fields=("model", "variant_key"),
                name="request_one_live_per_model_and_variants",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "withdrawn"]), ("policy__isnull", False), _connector="OR"
                ),
                name="request_pinned_once_submitted",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(("standing_outcome__in", ["", "covered", "not_covered"])),
                name="request_outcome_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state", "covered"), _negated=True),
                        models.Q(("state", "not_covered"), _negated=True),
                    ),
                    ("state", models.F("standing_outcome")),
                    _connector="OR",
                ),
                name="request_outcome_as_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("request", "office"),
                name="consultation_one_open_per_office",
            ),
        ),
        migrations.AddConstraint(
            model_name="artifact",
            constraint=models.UniqueConstraint(fields=("request", "number"), name="artifact_number"),
        ),
        migrations.AddConstraint(
            model_name="artifact",
            constraint=models.UniqueConstraint(fields=("object_id",), name="artifact_object"),
        ),
        migrations.AddConstraint(
            model_name="artifact",
            constraint=models.CheckConstraint(
                condition=models.Q(("received_bytes__lte", models.F("length_bytes"))),
                name="artifact_received_to_its_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="artifact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["sealed", "withdrawn"]), _negated=True),
                    ("received_bytes", models.F("length_bytes")),
                    _connector="OR",
                ),
                name="artifact_sealed_when_received",
            ),
        ),
        migrations.AddConstraint(
            model_name="artifact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sealed"), _negated=True),
                    models.Q(
                        models.Q(("sha256", ""), _negated=True), models.Q(("manifest", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="artifact_sealed_with_manifest",
            ),
        ),
        migrations.AddConstraint(
            model_name="artifact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sealed"), _negated=True),
                    models.Q(("scan", ""), _negated=True),
                    _connector="OR",
                ),
                name="artifact_sealed_after_scan",
            ),
        ),
        migrations.AddConstraint(
            model_name="artifact",
            constraint=models.CheckConstraint(
                condition=models.Q(("marks_waiver", ""), ("pages", 0), _connector="OR"),
                name="artifact_waiver_where_no_marks",
            ),
        ),
        migrations.AddConstraint(
            model_name="artifact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "destroyed"), _negated=True), ("wrapped_key", b""), _connector="OR"
                ),
                name="artifact_destroyed_without_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(fields=("request", "number"), name="agreement_number"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("request",), name="agreement_one_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("in_force_at", None), ("number", None), ("state__in", ["draft", "discarded"])),
                    models.Q(
                        ("in_force_at__isnull", False),
                        ("number__isnull", False),
                        ("state__in", ["in_force", "replaced", "withdrawn"]),
                    ),
                    _connector="OR",
                ),
                name="agreement_in_force_with_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="site_is_one"),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["demonstration", "real"])), name="site_has_a_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="termssignature",
            constraint=models.UniqueConstraint(fields=("terms", "person"), name="signature_once"),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.UniqueConstraint(
                models.F("model"), django.db.models.functions.text.Lower("name"), name="variant_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="window",
            constraint=models.UniqueConstraint(fields=("request", "number"), name="window_number"),
        ),
        migrations.AddConstraint(
            model_name="window",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            ["scheduled", "open", "suspended", "closed", "destroying", "destroyed"],
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        ("ends_at__isnull", False),
                        ("ends_at__lte", models.F("signed_end")),
                        ("opens_at__isnull", False),
                        ("signed_end__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="window_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="window",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["open", "suspended"]), _negated=True),
                    ("opened_at__isnull", False),
                    _connector="OR",
                ),
                name="window_opened",
            ),
        ),
        migrations.AddConstraint(
            model_name="termsversion",
            constraint=models.UniqueConstraint(fields=("window", "number"), name="terms_number"),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "active")),
                fields=("window", "artifact"),
                name="share_one_live_per_window",
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ended"), _negated=True), ("wrapped_key", b""), _connector="OR"
                ),
                name="share_ended_without_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="selection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("taken_back", "not_selected", "ended")), _negated=True),
                fields=("request", "partner"),
                name="selection_one_live_per_partner",
            ),
        ),
        migrations.AddConstraint(
            model_name="selection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["invited", "agreed"]), _negated=True),
                    models.Q(("concurred_by__isnull", False), ("invited_at__isnull", False)),
                    _connector="OR",
                ),
                name="selection_invited_by_both",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "ended"), _negated=True),
                fields=("window", "person"),
                name="grant_one_live_per_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "active"), _negated=True),
                    models.Q(("agreed_terms", ""), _negated=True),
                    _connector="OR",
                ),
                name="grant_active_by_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="credential",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "active"), models.Q(("encrypted", b""), ("wrapped_key", b"")), _connector="OR"
                ),
                name="credential_ended_without_secret",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=models.UniqueConstraint(fields=("agreement", "grant"), name="acceptance_once"),
        ),
    ]

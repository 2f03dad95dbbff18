"""What the requests package adds to the steps of organizations."""

from __future__ import annotations

from designation.people import record_names
from designation.people.models import Organization
from designation.requests.models import Request
from designation.requests.rules_for_organizations import no_request_is_under_way
from workflow.step_extensions import extend

extend(Organization, "close", checks=[no_request_is_under_way])
record_names.register_numbers(Request.objects.all)

"""What access adds to the steps of appointments: a person's matters follow their roles, at once."""

from designation.access.parties import join_or_leave
from designation.people.models import Appointment
from workflow.steps import extend

extend(Appointment, "activate", "end", effects=[join_or_leave])

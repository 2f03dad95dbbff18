"""Extend the steps of appointments, so that a person's matters change together with their roles."""

from designation.access.parties import join_or_leave
from designation.people.models import Appointment
from workflow.step_extensions import extend

extend(Appointment, "activate", "end", effects=[join_or_leave])

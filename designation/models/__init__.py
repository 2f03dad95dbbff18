"""Tables of the framework, one file per concept."""

from designation.models.matters import Involvement, Party, Recusal
from designation.models.people import Appointment, Invitation, Office, Organisation, Person

__all__ = ["Appointment", "Invitation", "Involvement", "Office", "Organisation", "Party", "Person", "Recusal"]

"""Tables of the framework, one file per concept."""

from designation.models.attempts import Attempts
from designation.models.grant import Grant
from designation.models.matters import Involvement, Party, Recusal
from designation.models.model import FrontierModel, Variant
from designation.models.people import Appointment, Invitation, Office, Organization, Person
from designation.models.policy import Policy
from designation.models.request import Consultation, Declaration, Question, Request
from designation.models.window import Interruption, TermsSignature, TermsVersion, Window

__all__ = [
    "Appointment",
    "Attempts",
    "Consultation",
    "Declaration",
    "FrontierModel",
    "Grant",
    "Interruption",
    "Invitation",
    "Involvement",
    "Office",
    "Organization",
    "Party",
    "Person",
    "Policy",
    "Question",
    "Recusal",
    "Request",
    "TermsSignature",
    "TermsVersion",
    "Variant",
    "Window",
]

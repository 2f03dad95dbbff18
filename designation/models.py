"""The models of all packages, imported here so that Django finds them."""

from designation.access.models import FormerParty, Involvement, Party, Recusal
from designation.artifacts.models import (
    Acceptance,
    Agreement,
    Artifact,
    Attestation,
    Credential,
    Destruction,
    Download,
    Share,
)
from designation.break_glass.models import BreakGlass
from designation.cases.models import Case, OwnerNotice, Report
from designation.directory.models import (
    ColumnMapping,
    Directory,
    DirectoryEntry,
    DirectoryIdentifier,
    DirectoryImport,
    DirectoryWord,
    ImportChunk,
    ImportPair,
    ImportRow,
    RemovedEntry,
)
from designation.eligibility.models import EligibilityRecord
from designation.frontier_models.models import FrontierModel, Variant
from designation.identity.models import Attempts, FactorReset
from designation.insider_risk.models import Suspension
from designation.partners.models import Partner, Selection
from designation.people.models import Appointment, Invitation, Office, Organization, Person, Site
from designation.policies.models import Closure, Policy
from designation.requests.models import Consultation, Declaration, Question, Request
from designation.sessions.models import Session
from designation.signals.models import Canary, FirstReading, ReadingCount, Signal
from designation.windows.models import Grant, Interruption, TermsSignature, TermsVersion, Window

__all__ = [
    "Acceptance",
    "Agreement",
    "Appointment",
    "Artifact",
    "Attempts",
    "Attestation",
    "BreakGlass",
    "Canary",
    "Case",
    "Closure",
    "ColumnMapping",
    "Consultation",
    "Credential",
    "Declaration",
    "Destruction",
    "Directory",
    "DirectoryEntry",
    "DirectoryIdentifier",
    "DirectoryImport",
    "DirectoryWord",
    "Download",
    "EligibilityRecord",
    "FactorReset",
    "FirstReading",
    "FormerParty",
    "FrontierModel",
    "Grant",
    "ImportChunk",
    "ImportPair",
    "ImportRow",
    "Interruption",
    "Invitation",
    "Involvement",
    "Office",
    "Organization",
    "OwnerNotice",
    "Partner",
    "Party",
    "Person",
    "Policy",
    "Question",
    "ReadingCount",
    "Recusal",
    "RemovedEntry",
    "Report",
    "Request",
    "Selection",
    "Session",
    "Share",
    "Signal",
    "Site",
    "Suspension",
    "TermsSignature",
    "TermsVersion",
    "Variant",
    "Window",
]

"""A policy version in words, for reading, comparing and signing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from designation.content.folding import by_name
from designation.content.instants import written
from designation.people.models import Office
from designation.policies.application import SECTION
from designation.policies.models import (
    CLOCKS,
    NOTICES,
    NUMBERS,
    OF_PROOFS,
    PROOFS,
    READERS_NEED,
    REMINDED,
    Policy,
)
from designation.roles import Role

INTERNAL = frozenset({"consultees", "consultation", "remind_consultation", "terms_signers"})
"""Clauses about the government's own deliberation. Developers do not see them."""


@dataclass(frozen=True)
class Clause:
    """One value of a policy, in words."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class Part:
    """A group of clauses under one heading."""

    title: str
    why: str
    clauses: tuple[Clause, ...]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The clauses in the format of includes/summary.html."""
        return [(clause.label, clause.text) for clause in self.clauses]


class Names:
    """The names of the agencies and offices that policy versions refer to, loaded in one query."""

    def __init__(self, policies: Iterable[Policy]) -> None:
        agencies = {str(policy.value("lead_agency")) for policy in policies} - {""}
        offices = {str(office) for policy in policies for office in policy.value("consultees")}
        rows = Office.objects.filter(Q(pk__in=offices) | Q(organization__in=agencies))
        rows = rows.select_related("organization")
        self.agencies = {str(row.organization_id): row.organization.name for row in rows}
        self.offices = {str(row.pk): office_name(row) for row in rows}

    def agency(self, key: str) -> str:
        """Return the name of an agency, or "" if none is chosen."""
        return self.agencies.get(str(key), "")

    def office(self, key: str) -> str:
        """Return the name of an office, with its agency."""
        return self.offices.get(str(key), "An office that is gone")


def office_name(office: Office) -> str:
    """Return the name of an office, with its agency's short name."""
    return f"{office.name}, {office.organization.short_name}"


def parts(policy: Policy, names: Names, *, internal: bool = True) -> list[Part]:
    """Return everything that a version says. Without `internal`, the clauses in `INTERNAL` are left out."""
    found = [
        Part("When and who", "", tuple(_who(policy, names))),
        Part("Clocks", "Business days are Monday to Friday less federal holidays.", tuple(_clocks(policy))),
        Part("Reminders", "One mail each, to whoever the clock waits for.", tuple(_reminders(policy))),
        Part(
            "Numbers of people and rounds",
            "A determination always takes two officials, and a policy version two editors of different offices.",
            tuple(clause for clause in _numbers(policy) if clause.name not in OF_PROOFS),
        ),
        Part("Proving who one is", "For signatures, opening, exporting and the account.", tuple(_proofs(policy))),
        Part("Who may read", "What is verified about people first.", tuple(_eligibility(policy))),
        Part("The application", "", tuple(_application(policy))),
        Part("Trusted partners", "", (_partner_checks(policy),)),
        Part("The register", "Others who watch that it shows one history to all.", (_witnesses(policy),)),
        Part("Words of notices", "", tuple(_notices(policy))),
    ]  # fmt: skip
    return found if internal else [_without_internal(part) for part in found]


def _without_internal(part: Part) -> Part:
    return Part(part.title, part.why, tuple(c for c in part.clauses if c.name not in INTERNAL))


def compared(old: Policy, new: Policy, names: Names) -> list[dict[str, str]]:
    """Return both versions clause by clause, in the format of includes/comparison.html."""
    before = {clause.name: clause for part in parts(old, names) for clause in part.clauses}
    after = {clause.name: clause for part in parts(new, names) for clause in part.clauses}
    return [
        {"clause": f"{part.title}: {clause.label}", "old": before[clause.name].text, "new": after[clause.name].text}
        for part in parts(new, names)
        for clause in part.clauses
    ]  # fmt: skip


def _who(policy: Policy, names: Names) -> Iterable[Clause]:
    at = policy.effective_at
    yield Clause("effective_at", "In effect from", written(at) if at else "")
    yield Clause("lead_agency", "Agency that determines", names.agency(policy.value("lead_agency")))
    consulted = "\n".join(sorted((names.office(one) for one in policy.value("consultees")), key=by_name))
    yield Clause("consultees", "Offices that are consulted", consulted)


def _clocks(policy: Policy) -> Iterable[Clause]:
    for kind, label in CLOCKS.items():
        name, _, unit = label.rstrip(")").partition(" (")
        days = policy.days(kind)
        yield Clause(kind, name, f"{days} {unit if days != 1 else unit.removesuffix('s')}")


def _reminders(policy: Policy) -> Iterable[Clause]:
    for kind, label in REMINDED.items():
        days = policy.reminders(kind)
        said = " and ".join(f"{d} days" if d != 1 else "1 day" for d in days)
        yield Clause(f"remind_{kind}", label.partition(" (")[0], f"{said} before" if said else "None")


def _numbers(policy: Policy) -> Iterable[Clause]:
    for name, (label, _least, _most) in NUMBERS.items():
        yield Clause(name, label, str(policy.number_of(name)))


def _proofs(policy: Policy) -> Iterable[Clause]:
    held = policy.value("strong_roles")
    roles = "\n".join(str(role.label) for role in Role if role in held)
    yield Clause("strong_roles", "Roles that need a passkey or an authenticator app", roles or "None")
    counted = policy.value("proof_methods")
    methods = "\n".join(label for name, label in PROOFS.items() if name in counted)
    yield Clause("proof_methods", "Proofs that count for a signature", methods)
    yield from (clause for clause in _numbers(policy) if clause.name in OF_PROOFS)


def _eligibility(policy: Policy) -> Iterable[Clause]:
    wanted = policy.value("readers_need")
    needed = "\n".join(label for name, label in READERS_NEED.items() if name in wanted)
    yield Clause("readers_need", "What everybody who reads shared content needs", needed or "Nothing more")
    held = policy.value("identity_roles")
    roles = "\n".join(str(role.label) for role in Role if role in held)
    yield Clause("identity_roles", "Roles given only to people of verified identity", roles or "None")


def _application(policy: Policy) -> Iterable[Clause]:
    wanted = policy.value("required_sections")
    titles = "\n".join(section.title for name, section in SECTION.items() if name in wanted)
    yield Clause("required_sections", "Sections that have to be complete", titles)
    own = "Yes" if policy.flag("new_variant_needs_request") else "No"
    yield Clause("new_variant_needs_request", "A new variant needs a request of its own", own)


def _witnesses(policy: Policy) -> Clause:
    keys = "\n".join(policy.value("witnesses"))
    return Clause("witnesses", "Witnesses whose cosignatures are wanted", keys or "None")


def _partner_checks(policy: Policy) -> Clause:
    checks = "\n".join(policy.value("partner_checks"))
    return Clause("partner_checks", "Checks before an organization becomes a partner", checks)


def _notices(policy: Policy) -> Iterable[Clause]:
    for name, label in NOTICES.items():
        yield Clause(f"notice_{name}", label, str(policy.value("notices").get(name, "")))

"""Who sees what of partners: the table, written out by hand. Nothing here is read from the product.

A cell says for which partners (or selections) a kind of reader finds a row's things:

- `all`, or nothing (an empty cell);
- `own`: the reader's own organization;
- `own nominees`: also what a signer of the reader's organization nominated;
- `in the matter`: those of a request in which the reader takes part;
- `once invited`: of these, the ones whose partner was invited; for a partner, its own;
- `agreed`: of these, the ones to which the partner agreed;
- `sponsored`: those for which the reader's organization is to vouch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.designation.partners.seeing.site import (
    ACTIVE,
    AMENDED,
    NOMINATED,
    REASONED,
    SELECTIONS,
    VETTED,
    WITH_AN_ACCOUNT,
)

SIGNER, KEEPER, PARTNER, PARTY, ACCOUNTS, EVALUATOR = (
    "signer",
    "keeper",
    "partner",
    "party",
    "accounts",
    "evaluator",
)
"""The columns: signers of a side, roster administrators (and officials who suspend partners), a partner's
administrator, everyone else who takes part in the request, site operators, and a partner's evaluator."""

ALL, OWN, NOMINEES, HERE, INVITED, AGREED, SPONSORED = (
    *("all", "own", "own nominees", "in the matter", "once invited", "agreed", "sponsored"),
)


@dataclass(frozen=True)
class Row:
    """One row of the table: the things, the states of partners that it is about, and the cell of each column."""

    says: str
    things: tuple[str, ...]
    cells: dict[str, tuple[str, ...]]
    of: frozenset[str] = frozenset(NOMINATED)


OTHERS = frozenset(NOMINATED) - ACTIVE
TABLE = (
    Row(
        "active roster: name, category, state, size, standing",
        ("name", "city"),
        {SIGNER: (ALL,), KEEPER: (ALL,), PARTNER: (OWN,)},
        of=frozenset(ACTIVE),
    ),
    Row(
        "vetting, declined, suspended",
        ("name", "city"),
        {SIGNER: (NOMINEES,), KEEPER: (ALL,), PARTNER: (OWN,)},
        of=OTHERS,
    ),
    Row("other partners: only whom one vouches for", ("name", "city"), {PARTNER: (SPONSORED,)}),
    Row("their reasons", ("reason",), {KEEPER: (ALL,), PARTNER: (OWN,)}),
    Row(
        "contacts: who the contact is",
        ("contact",),
        {SIGNER: (NOMINEES, INVITED), KEEPER: (ALL,), PARTNER: (OWN, SPONSORED), EVALUATOR: (OWN,)},
    ),
    Row("who agreed for the partner", ("contact",), {SIGNER: (AGREED,), PARTY: (AGREED,)}),
    Row(
        "contacts: the address",
        ("email",),
        {SIGNER: (NOMINEES, INVITED), KEEPER: (ALL,), PARTNER: (OWN,)},
    ),
    Row(
        "evidence: identifiers, questions and answers",
        ("identifier", "question", "answer", "phone"),
        {KEEPER: (ALL,), PARTNER: (OWN,)},
    ),
    Row("why it was nominated, and what was checked", ("why", "note"), {KEEPER: (ALL,)}),
    Row(
        "board: which partner is proposed",
        ("board name",),
        {SIGNER: (HERE,), PARTY: (HERE,), PARTNER: (INVITED,), EVALUATOR: (AGREED,)},
    ),
    Row(
        "board: submitted proposals, the final terms from the invitation on",
        ("uses",),
        {SIGNER: (HERE,), PARTY: (HERE,), PARTNER: (INVITED,), EVALUATOR: (AGREED,)},
    ),
    Row("board: terms that others replaced are on no page", ("first",), {}),
    Row("objections: the reason written to be shared", ("reason",), {SIGNER: (HERE,), PARTY: (HERE,)}),
    Row("accounts", ("name", "city", "contact", "email"), {ACCOUNTS: (ALL,)}, of=frozenset(WITH_AN_ACCOUNT)),
)
"""The rows. A partner's people who were not invited find nothing, and no partner finds another one, sponsors included.

Three things are missing because the product does not store them: drafts that a side has not proposed yet, conflicts of
interest that partners declare, and a report on fairness. A signer who nominated an organization entered its contact, so
they can read it. Insider-risk officers suspend partners, so they read what roster administrators read.
"""


@dataclass(frozen=True)
class Reader:
    """One reader: the columns that apply, the organization, and the requests in which they take part."""

    columns: tuple[str, ...] = ()
    organization: str = ""
    matters: tuple[str, ...] = ()
    own: str = ""


BOTH = ("board", "soon")
READERS = {
    "carl": Reader((SIGNER,), "developer", BOTH),
    "dana": Reader((PARTY,), "developer", BOTH),
    "hope": Reader((SIGNER,), "other"),
    "abel": Reader((SIGNER,), "nsa", BOTH),
    "arno": Reader((SIGNER,), "cisa", ("board",)),
    "ada": Reader((PARTY,), "nsa", BOTH),
    "cora": Reader(),
    "eve": Reader(),
    "nora": Reader(),
    "rhea": Reader((KEEPER,)),
    "ira": Reader((KEEPER, PARTY), "nsa", BOTH),
    "own": Reader((PARTNER,), own="own"),
    "reads": Reader((EVALUATOR,), own="own"),
    "sponsor": Reader((PARTNER,), own="sponsor"),
    "suspended": Reader((PARTNER,), own="suspended"),
    "removed": Reader((PARTNER,), own="removed"),
    "olga": Reader((ACCOUNTS,)),
    "": Reader(),
}
"""Everybody who asks; the last is nobody signed in."""
AGENCIES = {"nsa": ("abel", "vera"), "cisa": ("arno",), "developer": ("carl",), "other": ("hope",)}
"""Who signs for each organization."""


def expected(key: str) -> set[str]:
    """Return the marks that a reader is to find, in lower case."""
    reader = READERS[key]
    found = set()
    for row in TABLE:
        for column in reader.columns:
            for cell in row.cells.get(column, ()):
                found |= set(_found(row, cell, reader))
    return found


def numbers(key: str) -> tuple[set[str], set[str]]:
    """Return of which partners and of which selections a reader finds the number."""
    reader = READERS[key]
    roster = {
        one
        for row in TABLE
        if "name" in row.things
        for column in {SIGNER, KEEPER, PARTNER} & set(reader.columns)
        for cell in row.cells.get(column, ())
        for one in _partners(row, cell, reader)
    }
    board = {
        one
        for row in TABLE
        if "uses" in row.things
        for column in {SIGNER, PARTY, PARTNER} & set(reader.columns)
        for cell in row.cells.get(column, ())
        for one in _selections(cell, reader)
    }
    return roster, board


def _found(row: Row, cell: str, reader: Reader) -> Iterator[str]:
    for thing in row.things:
        if thing in ("uses", "first"):
            chosen = _selections(cell, reader)
            yield from (f"{one}.{thing}" for one in chosen if thing == "uses" or one == AMENDED)
        elif thing == "board name":
            chosen = _selections(cell, reader)
            yield from (f"{SELECTIONS[one].partner}.{what}" for one in chosen for what in ("name", "city"))
        elif row.says.startswith("objections"):
            yield from (f"{one}.{thing}" for one in _selections(cell, reader) if SELECTIONS[one].objected)
        else:
            yield from (f"{one}.{thing}" for one in _partners(row, cell, reader) if _has(one, thing))


def _has(partner: str, thing: str) -> bool:
    """Whether there is such a thing of a partner at all."""
    if thing == "reason":
        return partner in REASONED
    if thing == "question":
        return partner == "asked"
    return partner in VETTED or thing not in ("answer", "phone", "note")


def _partners(row: Row, cell: str, reader: Reader) -> set[str]:
    if cell == ALL:
        found = set(NOMINATED)
    elif cell == OWN:
        found = {reader.own}
    elif cell == NOMINEES:
        found = {one for one, by in NOMINATED.items() if by in AGENCIES[reader.organization]}
    elif cell == SPONSORED:
        found = {"sponsored"} if reader.own == "sponsor" else set()
    else:
        found = {SELECTIONS[one].partner for one in _selections(cell, reader)}
    return found & row.of


def _selections(cell: str, reader: Reader) -> set[str]:
    own = {one for one, chosen in SELECTIONS.items() if chosen.partner == reader.own}
    here = {one for one, chosen in SELECTIONS.items() if chosen.request in reader.matters} | own
    if cell == HERE:
        return here
    if cell == AGREED:
        return here & {"agreement"}
    return {one for one in here if SELECTIONS[one].invited}

"""Signing a step that needs several people (APPROVALS.md). Private to the engine; expects the matter's logs locked."""

from __future__ import annotations

from workflow import reading, statement
from workflow.approvals import Signer, digest
from workflow.errors import WorkflowError
from workflow.guards import Act, Refusal
from workflow.judging import open_signatures, standing_signatures
from workflow.ledger import canonical
from workflow.models import Entry
from workflow.replaying import SIGNED, Asked, Done, Outcome, Pending
from workflow.taking import record, take


class NobodySigns(WorkflowError):
    """A signature without a person, or under a step that needs none."""

    code = "nobody_signs"


def sign(seen: reading.Reading, act: Act, asked: Asked, heads: reading.Heads) -> Outcome:
    """Count this signature with those that still hold; take the step when the quorum is complete.

    Who signed the same content already and signs again changes nothing.
    """
    row, facts, quorum, signer = seen.row, asked.facts, asked.facts.quorum, act.actor.id
    if quorum is None or signer is None:
        raise NobodySigns(f"“{facts.label}” takes no signature here.")
    seal = digest(row, facts.name, asked.inputs)
    earlier = standing_signatures(row, facts, seal, act.now, heads, besides=signer)
    me = Signer(signer, act.actor.name, act.standing, act.now)
    act.signers = (*(one for _approval, one in earlier), me)
    act.details["digest"] = seal
    missing = quorum.missing(row, act.signers)
    key, fingerprint = asked.stored_key, asked.fingerprint(row)
    if not missing:
        act.details["signers"] = [{"actor": str(s.actor), "at": canonical.instant(s.at)} for s in act.signers]
        used = [approval.pk for approval, _signer in earlier]
        entry = take(seen, facts, act, heads, key=key, asked=fingerprint, used=used)
        return Done(row, entry.index)
    if open_signatures(row, facts, seal, act.now).filter(actor=signer).exists():
        return _signed_already(seen, act, facts.event + SIGNED, seal, tuple(missing))
    signature = statement.Signature(
        step=facts.name,
        version=row.version,
        digest=seal,
        inputs=dict(asked.inputs),
        actor=signer,
        actor_name=act.actor.name,
        standing=[vars(standing) for standing in act.standing],
        at=act.now,
        expires_at=act.now + quorum.expires_after,
    )
    act.details["expires_at"] = signature.expires_at
    event = facts.event + SIGNED
    entry = record(row, facts, act, heads, event=event, signature=signature, key=key, asked=fingerprint)
    return Pending(row, entry.index, seal, tuple(missing))


def _signed_already(
    seen: reading.Reading, act: Act, event: str, seal: str, missing: tuple[Refusal, ...]
) -> Outcome:
    """Return the signature that stands, as its entry tells of it."""
    label = seen.row.label_of(act.actor)
    entries = Entry.objects.filter(subject_id=seen.row.pk, actor=label, event=event)
    entry = entries.filter(details__digest=seal).latest("index")
    return Pending(seen.row, entry.index, seal, missing, replayed=True)

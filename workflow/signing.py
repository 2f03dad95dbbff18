"""Signing a step that needs several people (APPROVALS.md). Private to the engine; expects the matter's logs locked."""

from __future__ import annotations

from workflow.apply_step import apply_step, record
from workflow.approvals import Signer, digest
from workflow.authorization import open_signatures, standing_signatures
from workflow.errors import WorkflowError
from workflow.guards import Refusal, StepContext
from workflow.idempotency import SIGNED, Done, Outcome, Pending, StepCall
from workflow.ledger import canonical
from workflow.models import Entry
from workflow.sql import snapshot, statements


class NobodySigns(WorkflowError):
    """A signature without a person, or under a step that needs none."""

    code = "nobody_signs"


def sign(current: snapshot.Snapshot, context: StepContext, call: StepCall, heads: snapshot.Heads) -> Outcome:
    """Count this signature with those that still hold; take the step when the quorum is complete.

    Who signed the same content already and signs again changes nothing.
    """
    row, facts, quorum, signer = current.row, call.facts, call.facts.quorum, context.actor.id
    if quorum is None or signer is None:
        raise NobodySigns(f"“{facts.label}” takes no signature here.")
    seal = digest(row, facts.name, call.inputs)
    earlier = standing_signatures(row, facts, seal, context.now, heads, besides=signer)
    me = Signer(signer, context.actor.name, context.held_roles, context.now)
    context.signers = (*(one for _approval, one in earlier), me)
    context.details["digest"] = seal
    missing = quorum.missing(row, context.signers)
    key, fingerprint = call.stored_key, call.fingerprint(row)
    if not missing:
        context.details["signers"] = [
            {"actor": str(s.actor), "at": canonical.instant(s.at)} for s in context.signers
        ]
        used = [approval.pk for approval, _signer in earlier]
        entry = apply_step(current, facts, context, heads, key=key, asked=fingerprint, used=used)
        return Done(row, entry.index)
    if open_signatures(row, facts, seal, context.now).filter(actor=signer).exists():
        return _signed_already(current, context, facts.event + SIGNED, seal, tuple(missing))
    signature = statements.Signature(
        step=facts.name,
        version=row.version,
        digest=seal,
        inputs=dict(call.inputs),
        actor=signer,
        actor_name=context.actor.name,
        held_roles=[vars(held) for held in context.held_roles],
        at=context.now,
        expires_at=context.now + quorum.expires_after,
    )
    context.details["expires_at"] = signature.expires_at
    event = facts.event + SIGNED
    entry = record(row, facts, context, heads, event=event, signature=signature, key=key, asked=fingerprint)
    return Pending(row, entry.index, seal, tuple(missing))


def _signed_already(
    current: snapshot.Snapshot, context: StepContext, event: str, seal: str, missing: tuple[Refusal, ...]
) -> Outcome:
    """Return the signature that stands, as its entry tells of it."""
    label = current.row.label_of(context.actor)
    entries = Entry.objects.filter(subject_id=current.row.pk, actor=label, event=event)
    entry = entries.filter(details__digest=seal).latest("index")
    return Pending(current.row, entry.index, seal, missing, replayed=True)

"""Signs a step that needs several people (APPROVALS.md). Private to the engine; expects the matter's logs locked."""

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
    """A signature without a person, or for a step that needs no signatures."""

    code = "nobody_signs"


def sign(current: snapshot.Snapshot, context: StepContext, call: StepCall, heads: snapshot.Heads) -> Outcome:
    """Record this signature, or take the step if it completes the quorum.

    A person who signs the same content again changes nothing.
    """
    row, facts, quorum, signer = current.row, call.facts, call.facts.quorum, context.actor.id
    if quorum is None or signer is None:
        raise NobodySigns(f"“{facts.label}” takes no signature here.")
    content_digest = digest(row, facts.name, call.inputs)
    earlier = standing_signatures(row, facts, content_digest, context.now, heads, besides=signer)
    me = Signer(signer, context.actor.name, context.held_roles, context.now)
    context.signers = (*(one for _approval, one in earlier), me)
    context.details["digest"] = content_digest
    missing = quorum.missing(row, context.signers)
    key, fingerprint = call.stored_key, call.fingerprint(row)
    if not missing:
        context.details["signers"] = [
            {"actor": str(s.actor), "at": canonical.instant(s.at)} for s in context.signers
        ]
        used = [approval.pk for approval, _signer in earlier]
        entry = apply_step(current, facts, context, heads, key=key, asked=fingerprint, used=used)
        return Done(row, entry.index)
    if any(one.actor == signer for one in open_signatures(row, facts, content_digest, context.now)):
        return _signed_already(current, context, facts.event + SIGNED, content_digest, tuple(missing))
    signature = statements.Signature(
        step=facts.name,
        version=row.version,
        digest=content_digest,
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
    return Pending(row, entry.index, content_digest, tuple(missing))


def _signed_already(
    current: snapshot.Snapshot,
    context: StepContext,
    event: str,
    content_digest: str,
    missing: tuple[Refusal, ...],
) -> Outcome:
    """Return the outcome that the same signature had before, read from its entry."""
    label = current.row.label_of(context.actor)
    entries = Entry.objects.filter(subject_id=current.row.pk, actor=label, event=event)
    entry = entries.filter(details__digest=content_digest).latest("index")
    return Pending(current.row, entry.index, content_digest, missing, replayed=True)

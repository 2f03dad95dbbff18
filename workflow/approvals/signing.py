"""Signing a step that needs several people: records one signature, or takes the step if it completes the quorum."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from workflow.apply_step import apply_step, record
from workflow.approvals import Signer, covered, digest
from workflow.approvals.standing import open_signatures, standing_signatures
from workflow.authorization import known_side
from workflow.errors import WorkflowError
from workflow.guards import StepContext
from workflow.idempotency import SIGNED, Done, Outcome, Pending, StepCall
from workflow.ledger import canonical
from workflow.models import Approval, Entry
from workflow.sql import snapshot, statements

SALT_BYTES = 32


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
    side = known_side(row, context)
    given = open_signatures(row, facts, context.now)
    alike = [approval for approval in given if approval.inputs == dict(call.inputs)]
    salt = _salt(alike, side)
    content_digest = digest(covered(row, facts.name, call.inputs, side=side), salt)
    others = [approval for approval in alike if approval.actor != signer]
    earlier = standing_signatures(row, facts, others, context.now, heads)
    me = Signer(signer, context.actor.name, context.held_roles, context.now)
    context.signers = (*(one for _approval, one in earlier), me)
    missing = tuple(quorum.missing(row, context.signers))
    key, fingerprint = call.stored_key, call.fingerprint(row)
    if not missing:
        digests = [*(approval.digest for approval, _one in earlier), content_digest]
        context.details["signers"] = [
            {"actor": str(one.actor), "at": canonical.instant(one.at), "digest": of}
            for one, of in zip(context.signers, digests, strict=True)
        ]
        used = [approval.pk for approval, _one in earlier]
        entry = apply_step(current, facts, context, heads, key=key, asked=fingerprint, used=used)
        return Done(row, entry.index)
    mine = next((approval for approval in alike if approval.actor == signer), None)
    if mine is not None:
        told = Entry.objects.filter(subject_id=row.pk, event=facts.event + SIGNED)
        before = told.filter(actor=row.label_of(context.actor), details__digest=mine.digest).latest("index")
        return Pending(row, before.index, mine.digest, missing, replayed=True)
    signature = statements.Signature(
        step=facts.name,
        side=side,
        salt=salt,
        digest=content_digest,
        inputs=dict(call.inputs),
        actor=signer,
        actor_name=context.actor.name,
        held_roles=[vars(held) for held in context.held_roles],
        at=context.now,
        expires_at=context.now + quorum.expires_after,
    )
    context.details |= {"digest": content_digest, "expires_at": signature.expires_at, "salt": salt.hex()}
    event = facts.event + SIGNED
    entry = record(row, facts, context, heads, event=event, signature=signature, key=key, asked=fingerprint)
    return Pending(row, entry.index, content_digest, missing)


def _salt(given: Sequence[Approval], side: str) -> bytes:
    """Return the salt of the open signatures on the same content by the same side, or a new one."""
    known = next((bytes(approval.salt) for approval in given if approval.side == side), None)
    return known or secrets.token_bytes(SALT_BYTES)

"""Checks the declarations in a bundle that the register was restored from a backup (LEDGER.md §11)."""

from collections.abc import Sequence
from typing import Final

from workflow.ledger import checkpoint, merkle, proofs
from workflow.ledger.checkpoint import Head, PublicKeys
from workflow.ledger.contents import BundleRefused, ReadBundle
from workflow.ledger.errors import LedgerError
from workflow.ledger.restored import Declaration, continued_from

MISSING: Final = (
    "What you kept is of a register size that was abandoned. What was recorded after size {size} and before the "
    "restoration may be missing, and this bundle cannot show what it was."
)


def checked(bundle: ReadBundle, head: Head, keys: PublicKeys) -> list[Declaration]:
    """Return the declarations in the bundle. Both keys signed them, and the register commits to them."""
    found = []
    for signed, index, path in bundle.declarations:
        try:
            declaration = signed.verified(keys)
            leaf = merkle.leaf_hash(declaration.leaf())
            proofs.check_inclusion(leaf, index, head.size, path, head.root)
        except proofs.ProofRefused as error:
            reason = f"The register does not hold a declaration that it was restored. {error}"
            raise BundleRefused("declaration_not_in_register", reason) from error
        except LedgerError as error:
            raise BundleRefused(error.code, str(error)) from error
        found.append(declaration)
    return found


def abandoned(
    kept: bytes, head: Head, keys: PublicKeys, declarations: Sequence[Declaration]
) -> list[Declaration]:
    """Return the declarations that abandoned the checkpoint that was kept; none if it cannot be read."""
    try:
        old = checkpoint.open_note(kept.decode(), keys)
    except (UnicodeDecodeError, LedgerError):
        return []
    return continued_from(old, declarations) if old.size <= head.size else []


def sentence(declaration: Declaration) -> str:
    """Return what a declaration means for somebody who kept what it abandoned."""
    return f"{declaration.sentence()} {MISSING.format(size=declaration.continued.size)}"

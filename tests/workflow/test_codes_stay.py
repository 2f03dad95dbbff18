"""The codes of errors stay as they were once given: programs and operators know the errors by them."""

from importlib import import_module

import pytest

CODES = {
    "errors": {"Refused": "refused", "UnknownStep": "unknown_step", "KeyReused": "key_reused",
               "TimeTravelForbidden": "time_travel", "NotLocked": "not_locked"},
    "step_extensions": {"StepsAreFrozen": "steps_are_frozen"},
    "approvals.signing": {"NobodySigns": "nobody_signs"},
    "erasing": {"NothingToErase": "nothing_to_erase"},
    "ledger.canonical": {"NotCanonical": "not_canonical"},
    "ledger.merkle": {"MalformedRange": "range_malformed"},
    "ledger.note": {"NoteMalformed": "note_malformed", "NotSigned": "not_signed",
                    "SignatureInvalid": "ed25519_invalid"},
    "ledger.checkpoint": {"KeysMalformed": "keys_malformed", "OriginDiffers": "origin_differs",
                          "MLDSAInvalid": "mldsa87_invalid"},
    "ledger.cosignature": {"CosignatureInvalid": "cosignature_invalid"},
    "ledger.proofs": {"ProofRefused": "proof_refused", "ProofMalformed": "proof_malformed"},
    "ledger.tiles": {"NoSuchTile": "no_such_tile"},
    "ledger.register": {"NoSuchCheckpoint": "no_such_checkpoint"},
    "ledger.intake": {"CheckpointDiffers": "checkpoint_differs", "UnknownWitness": "unknown_witness",
                      "TooManyWitnesses": "too_many_witnesses"},
    "ledger.keys": {"KeysMissing": "keys_missing", "KeysExposed": "keys_exposed"},
    "ledger.export": {"NotSealed": "not_sealed"},
    "ledger.seal": {"RegisterDamaged": "register_damaged"},
}  # fmt: skip


@pytest.mark.parametrize("module", CODES)
def test_an_error_keeps_its_code(module):
    errors = vars(import_module(f"workflow.{module}"))
    assert {name: errors[name].code for name in CODES[module]} == CODES[module]

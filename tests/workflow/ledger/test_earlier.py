"""Whoever kept a bundle sees it when history was changed, even by the holder of the signing keys."""

import pytest

from tests.workflow.ledger import naive, world
from tests.workflow.ledger.vectors import FOLDER, load
from workflow.ledger.verify import NOTHING_KEPT, BundleRefused, verify

BUNDLE = (FOLDER / "bundle.json").read_bytes()
EARLIER = (FOLDER / "earlier-bundle.json").read_bytes()


def second_history(size, *, log=world.REQUEST, entries=None):
    """Return a bundle of another history in which everything is rightly signed."""
    bundle = load("earlier-bundle.json")
    entries = entries if entries is not None else [_forged(number) for number in range(2)]
    value = {"log": log, "root": naive.mth([data for _, data in entries]).hex(), "size": len(entries)}
    leaves = [naive.naive_commit(b"head", bytes(32), value), *world.register()[1:size]]
    text = naive.note_text(world.ORIGIN, size, naive.mth(leaves))
    steps = [step.hex() for step in naive.path(0, leaves)]
    bundle["checkpoint"] = {
        "mldsa87": naive.mldsa87_signature(text, world.SEED),
        "note": naive.signed_note(text, world.ORIGIN, world.SEED),
    }
    bundle["logs"] = [
        {
            "entries": [shown for shown, _ in entries],
            "head": {"index": 0, "proof": steps, "salt": bytes(32).hex()},
            "log": log,
            "size": len(entries),
        }
    ]
    return naive.naive_encode(bundle)


def _forged(number, at="2026-11-23T14:49:38.000000Z"):
    return world.entry(world.REQUEST, number, at, "submit", "draft", "submitted")


def refusal(data, kept):
    """Return the refusal of `data` beside the bundle that was kept."""
    verify(data)
    verify(kept)
    with pytest.raises(BundleRefused) as refused:
        verify(data, earlier=kept)
    return refused.value


def test_a_history_that_was_written_anew_is_refused_and_the_first_entry_named():
    refused = refusal(second_history(20), EARLIER)
    assert (refused.code, refused.log, refused.entry) == ("history_rewritten", world.REQUEST, 0)


def test_a_history_that_became_shorter_is_refused():
    refused = refusal(EARLIER, BUNDLE)
    assert (refused.code, refused.log) == ("history_shrank", world.REQUEST)


def test_a_second_register_of_the_same_size_is_refused():
    same_entries = world.logs()[world.REQUEST][:2]
    assert refusal(second_history(16, entries=same_entries), EARLIER).code == "history_rewritten"


def test_a_register_that_became_smaller_is_refused():
    same_entries = world.logs()[world.REQUEST][:2]
    assert refusal(second_history(9, entries=same_entries), EARLIER).code == "rolled_back"


def test_a_kept_bundle_by_other_keys_is_refused():
    kept = load("earlier-bundle.json")
    seed, text = bytes(32), world.checkpoint_text(16)
    kept["keys"] = naive.public_keys(world.ORIGIN, seed)
    kept["checkpoint"] = {
        "mldsa87": naive.mldsa87_signature(text, seed),
        "note": naive.signed_note(text, world.ORIGIN, seed),
    }
    assert refusal(BUNDLE, naive.naive_encode(kept)).code == "earlier_refused"


def test_what_a_kept_bundle_cannot_prove_is_said():
    bundle = load("bundle.json")
    bundle["older"] = None
    report = verify(naive.naive_encode(bundle), earlier=EARLIER)
    assert "That the register only grew since size 16 is not proven by this bundle." in report.cautions


def test_an_older_checkpoint_of_another_history_is_refused():
    kept, bundle = load("earlier-bundle.json"), load("bundle.json")
    other = world.register()
    other[5] = world.salt("another padding")
    text = naive.note_text(world.ORIGIN, 16, naive.mth(other[:16]))
    steps = [step.hex() for step in naive.path(3, other[:16])]
    kept["checkpoint"] = {
        "mldsa87": naive.mldsa87_signature(text, world.SEED),
        "note": naive.signed_note(text, world.ORIGIN, world.SEED),
    }
    kept["logs"][0]["head"]["proof"] = steps
    refused = refusal(naive.naive_encode(bundle), naive.naive_encode(kept))
    assert refused.code == "history_rewritten"


def test_a_log_that_was_there_must_be_there():
    bundle = load("bundle.json")
    bundle["logs"] = bundle["logs"][1:]
    refused = refusal(naive.naive_encode(bundle), EARLIER)
    assert (refused.code, refused.log) == ("log_missing", world.REQUEST)
    assert "was in the bundle that you kept and is not in this one." in refused.reason


def test_a_kept_checkpoint_needs_a_proof_of_growth():
    bundle = load("bundle.json")
    older = bundle["older"]["note"].encode()
    bundle["older"] = None
    with pytest.raises(BundleRefused) as refused:
        verify(naive.naive_encode(bundle), older=older)
    assert refused.value.code == "older_absent"


@pytest.mark.parametrize("at", ["yesterday", "2026-11-23T14:49:38Z", "2026-11-23T14:49:38.000000+00:00"])
def test_even_rightly_signed_an_instant_has_one_spelling(at):
    with pytest.raises(BundleRefused) as refused:
        verify(second_history(20, entries=[_forged(0, at)]))
    assert (refused.value.code, refused.value.log, refused.value.entry) == ("malformed", world.REQUEST, 0)


def test_the_report_says_from_when_to_when_and_what_growth_is_proven_and_cautions_where_nothing_kept_was_compared():
    bundle, report = load("bundle.json"), verify(BUNDLE)
    older = bundle["older"]["note"].encode()
    instants = [entry["at"] for entry in bundle["logs"][0]["entries"]]
    assert (report.logs[0].first_at, report.logs[0].last_at) == (instants[0], instants[-1])
    assert "The register only grew since its checkpoint at size 16." in report.checked
    shown = sum(len(entry.get("personal", ())) for entry in bundle["logs"][0]["entries"])
    [said] = [one for one in report.checked if one.startswith(f"Log {world.REQUEST} holds exactly")]
    assert f"these entries (0 to {len(instants) - 1})" in said
    assert "; a newer head may exist." in said
    assert "a newer head" not in " ".join(verify(BUNDLE, earlier=EARLIER).checked)
    assert f", with {shown} personal details)" in said
    assert NOTHING_KEPT in report.cautions
    kept = load("earlier-bundle.json")["logs"][0]
    begins = f"Log {kept['log']} begins with the {len(kept['entries'])} entries that you kept."
    assert begins in verify(BUNDLE, earlier=EARLIER).checked
    for kept in ({"older": older}, {"earlier": EARLIER}):
        assert NOTHING_KEPT not in verify(BUNDLE, **kept).cautions


def test_the_same_bundle_kept_twice_holds():
    assert verify(BUNDLE, earlier=BUNDLE).checked

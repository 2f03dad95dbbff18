"""A bundle tells of restorations, and the verifier explains why what was kept is no part of the register any more."""

import json

import pytest

from tests.workflow.ledger.growing import add_entries, new_log
from tests.workflow.restored.restoring import REASON, declared, lost_afterward
from workflow.ledger import canonical, register
from workflow.ledger.export import export
from workflow.ledger.seal import seal
from workflow.ledger.verify import BundleRefused, verify
from workflow.ledger.verify.__main__ import main


@pytest.fixture
def kept(fresh_database, django_db_blocker, tmp_path):
    """What a reader has: a checkpoint and a bundle of what was lost, and the bundle of the restored register."""
    log = new_log()
    seal()
    assert json.loads(export([log], may_open=lambda _: True))["format"] == "workflow-evidence/v1"
    with lost_afterward(django_db_blocker):
        add_entries(log, 2)
        (tmp_path / "between").write_text(seal().note)
        add_entries(log)
        (tmp_path / "older").write_text(seal().note)
        (tmp_path / "earlier").write_bytes(export([log], may_open=lambda _: True))
    declared()
    add_entries(log)
    assert seal().size == 64
    (tmp_path / "bundle").write_bytes(export([log], may_open=lambda _: True, older_size=48))
    return tmp_path


@pytest.mark.parametrize("name", ["older", "between"])
def test_an_abandoned_checkpoint_is_explained_with_a_status_of_its_own(kept, name, capsys):
    assert main([str(kept / "bundle"), "--older", str(kept / name)]) == 3
    said = capsys.readouterr().out
    assert said.startswith("The bundle holds, but the register was restored from a backup")
    assert REASON in said
    assert "What was recorded after size 16 and before the restoration may be missing" in said
    assert main([str(kept / "bundle"), "--older", str(kept / name), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["restored"]


def test_an_earlier_bundle_that_holds_more_is_explained(kept, capsys):
    assert main([str(kept / "bundle"), "--earlier", str(kept / "earlier")]) == 3
    assert "You kept 4 entries, here are 2." in capsys.readouterr().out


def test_who_kept_nothing_is_told_too(kept, capsys):
    assert main([str(kept / "bundle")]) == 0
    assert REASON in capsys.readouterr().out


def test_without_its_declarations_the_bundle_does_not_explain_anything(kept):
    bundle = json.loads((kept / "bundle").read_bytes())
    del bundle["declarations"]
    bundle["format"] = "workflow-evidence/v1"
    with pytest.raises(BundleRefused) as refused:
        verify(canonical.encode(bundle), older=(kept / "older").read_bytes())
    assert refused.value.code == "older_absent"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda one: one["declaration"].update(reason="Another reason."), "declaration_invalid"),
        (lambda one: one["declaration"]["continued"].update(size=0), "declaration_invalid"),
        (lambda one: one["declaration"].update(origin="elsewhere.example"), "declaration_invalid"),
        (lambda one: one.update(mldsa87=one["ed25519"]), "declaration_invalid"),
        (lambda one: one.update(index=17), "declaration_not_in_register"),
        (lambda one: one["declaration"].update(more=1), "malformed"),
        (lambda one: one["declaration"].update(reason=""), "malformed"),
        (lambda one: one["declaration"]["continued"].update(size=48), "malformed"),
        (lambda one: one.update(ed25519="no"), "malformed"),
        (lambda one: one.update(index=-1), "malformed"),
    ],
)
def test_a_declaration_that_was_changed_is_refused(kept, change, code):
    bundle = json.loads((kept / "bundle").read_bytes())
    change(bundle["declarations"][0])
    with pytest.raises(BundleRefused) as refused:
        verify(canonical.encode(bundle))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("declarations", "form"),
    [([], "workflow-evidence/v2"), ([], "workflow-evidence/v1"), (None, "workflow-evidence/v1")],
)
def test_the_format_says_whether_there_are_declarations(kept, declarations, form):
    bundle = json.loads((kept / "bundle").read_bytes())
    bundle["format"] = form
    bundle["declarations"] = bundle["declarations"] if declarations is None else declarations
    with pytest.raises(BundleRefused):
        verify(canonical.encode(bundle))


def test_the_second_root_of_an_abandoned_size_is_not_explained(kept):
    assert register.latest().size == 64
    other = (kept / "older").read_text().replace("\n48\n", "\n64\n")
    with pytest.raises(BundleRefused) as refused:
        verify((kept / "bundle").read_bytes(), older=other.encode())
    assert refused.value.code == "older_not_signed"

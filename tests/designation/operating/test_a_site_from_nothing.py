"""A site on Debian's servers, from an empty database to a determination, and on from its restored backup.

A web server and a worker are killed on the way.

Everything goes by `manage.py begin`, pages and mail. Nothing is lost, and nothing happens twice.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.designation.beginning.conftest import ANSWERS

from .site import RunningSite
from .units import ROOT
from .walk import CISA, CONSULTED, DEVELOPERS, MERIDIAN, NSA, OFFICIALS, Walk, eastern_day

STEPS = ("created", "submitted", "accepted", "recommended", "determined_covered")


def test_from_nothing_to_a_determination(site: RunningSite, tmp_path: Path) -> None:
    begin = tmp_path / "begin.json"
    begin.write_text(json.dumps(ANSWERS))
    walk = Walk(site)
    walk.begin(re.findall(r"https://\S+", site.manage("begin", "--file", str(begin))))
    walk.register(NSA, "NSA", "government", [one.office for one in OFFICIALS], "nora", "neil")
    walk.register(CISA, "CISA", "government", [CONSULTED.office], "gwen", "glen")
    walk.join(walk.people["nora"], NSA, [*OFFICIALS])
    walk.join(walk.people["gwen"], CISA, [CONSULTED])
    walk.sign_for_roles("nora", "neil", "gwen")
    walk.write_policy()

    # A mail that a killed worker was sending goes out again after two minutes, which is too long for a test.
    the_queue_empties(site)
    site.kill("web-1")
    site.kill("worker-1")
    walk.register(MERIDIAN, "Meridian", "developer", ["Legal"], "maya", "miles")
    walk.join(walk.people["maya"], MERIDIAN, [*DEVELOPERS])
    walk.sign_for_roles("maya", "miles")
    number = walk.write_application()
    site.wait_until(walk.policy_is_in_force, "The policy takes effect.")
    walk.step("carl", number, "submit", certified="on", voluntary_notice="on")
    assert number in walk.people["ines"].read("/")

    walk.step("ines", number, "accept", lead="Ravi Person")
    walk.concur(number)
    assessment = {"outcome": "covered", "date": eastern_day(), "authority": "EO 14409", "reference": "A-1"}
    walk.step("ravi", number, "recommend", **assessment)
    walk.step("petra", number, "determine_covered")
    walk.step("cleo", number, "determine_covered")
    assert "Covered" in walk.people["carl"].read(f"/requests/{number}/")

    everything_happened_once(site)
    the_record_holds(walk, number, tmp_path)
    the_site_is_restored(site, tmp_path)
    assert "Covered" in walk.people["carl"].read(f"/requests/{number}/")
    the_record_holds(walk, number, tmp_path)
    assert site.is_ready()
    assert [log.name for log in site.folder.glob("*.log") if "Traceback" in log.read_text()] == []


def the_queue_empties(site: RunningSite) -> None:
    """Wait until every job is done."""
    queued = "SELECT count(*) FROM workflow_job WHERE state = 'queued'"
    site.wait_until(lambda: site.query(queued) == ["0"], "The queue is empty.")


def everything_happened_once(site: RunningSite) -> None:
    """Compare the ledger's steps, the queue and the mail that arrived."""
    wanted = ", ".join(f"'request.{step}'" for step in STEPS)
    events = site.query(f"SELECT event FROM workflow_entry WHERE event IN ({wanted})")
    assert Counter(events) == Counter(f"request.{step}" for step in STEPS)
    the_queue_empties(site)
    assert site.query("SELECT kind, last_error FROM workflow_job WHERE state = 'dead' OR attempts > 1") == []
    sent = Counter(site.query("SELECT address || ' ' || subject FROM workflow_delivery WHERE state = 'sent'"))
    arrived = Counter(f"{message['To']} {message['Subject']}" for message in site.mailbox.arrived)
    assert sent - arrived == Counter()
    ids = Counter(message["Message-ID"] for message in site.mailbox.arrived)
    assert max(ids.values()) == 1
    assert arrived - sent == Counter()


def the_site_is_restored(site: RunningSite, folder: Path) -> None:
    """Back up, lose the database and the vault's objects, restore as `BACKUP.md` says, and start again."""
    backup, keys = str(folder / "backup"), str(folder / "backup-of-keys")
    site.manage("back_up", backup, "--keys", keys, owner=True)
    site.stop_services()
    shutil.rmtree(site.folder / "data" / "vault" / "objects", ignore_errors=True)
    site.use_an_empty_database("restored")
    site.manage("restore", backup, "--keys", keys, owner=True)
    site.manage("migrate", "--verbosity=0", owner=True)
    site.manage("grant_rights", "--login", "designation", owner=True)
    site.start_all()


def the_record_holds(walk: Walk, number: str, folder: Path) -> None:
    """Verify the evidence bundle that the developer downloads, without the site."""
    bundle = folder / f"{number}.json"
    bundle.write_text(walk.people["carl"].read(f"/requests/{number}/record/bundle/"))
    command = [sys.executable, "-m", "workflow.ledger.verify", str(bundle)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("The bundle holds."), (done.stdout, done.stderr)

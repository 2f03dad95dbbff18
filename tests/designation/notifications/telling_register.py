"""What operators are told about the register."""

from __future__ import annotations

from designation.demo.world import World
from designation.operations import refused_register
from designation.web import health
from workflow.guards import CLOCK
from workflow.ledger.newest import NewestMissing
from workflow.perform import perform

OPERATORS = {"site_operators": "olga oskar"}


def refused(world: World) -> None:
    """Let sealing be refused, because the newest signed checkpoint is not beside the keys any more."""
    refused_register.tell(NewestMissing("The file is missing."))
    with health.client() as server:
        server.delete("heartbeat:refused")


def declared(world: World) -> None:
    """Let it be recorded that the register was restored from a backup."""
    heads = {name: {"size": size, "root": "00" * 32} for name, size in (("abandoned", 32), ("continued", 16))}
    inputs = {**heads, "reason": "The disk of the database server failed."}
    perform(world.organizations["site"], "note_restored", actor=CLOCK, inputs=inputs)


EVENTS = {"register.refused": (refused, OPERATORS), "register.restored": (declared, OPERATORS)}
SILENT = {"register.newest_replaced"}  # who runs the command reads it, and the site's log has it

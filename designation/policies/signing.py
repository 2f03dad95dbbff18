"""What two editors sign when they put a policy version or a closure into force, as the signing page shows it."""

from __future__ import annotations

from typing import Any

from designation.content.instants import day_written
from designation.policies.in_words import Names, compared, parts
from designation.policies.models import Policy
from designation.web.documents import Document, Part


def before(policy: Any) -> Policy | None:
    """Return the version that was put into force before this one, or None."""
    rows = Policy.objects.exclude(state__in=["draft", "discarded"]).filter(number__lt=policy.number)
    return rows.order_by("-number").first()


def _activation(_reader: Any, policy: Any) -> Document:
    earlier = before(policy)
    names = Names([policy, *([earlier] if earlier else [])])
    changes = compared(earlier, policy, names) if earlier else []
    return Document(
        f"Policy version {policy.number}",
        parts=[
            Part("", [("Comes into force", policy.effective_at)]),
            *(Part(one.title, one.facts, folded=bool(earlier)) for one in parts(policy, names)),
        ],
        template="policies/what_changes.html" if earlier else "",
        context={
            "before": earlier,
            "changes": changes,
            "old_name": f"Version {earlier.number}" if earlier else "",
            "new_name": f"Version {policy.number}",
        },
    )


def _closure(_reader: Any, closure: Any) -> Document:
    return Document(
        str(closure),
        parts=[Part("", [("Offices are closed on", day_written(closure.day)), ("Source", closure.source)])],
    )


DOCUMENTS = {"Policy.activate": _activation, "Closure.activate": _closure}

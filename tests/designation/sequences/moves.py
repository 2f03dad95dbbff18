"""The promises as plain tables: who takes which step from where to where, on which conditions, and what is on record.

Written from the words of the framework and read by nothing but the plain model beside it (`plain.py`), which random
sequences are compared with. A step or a role that the code has and these tables have not is a difference that a
test names.

A line reads: step | who | from → to | event | conditions. `~` keeps the state; `D` is anybody of the developer's side.
Conditions are the names of functions in `conditions.py`; "fresh" asks for a fresh sign-in, "reason" for words.
"""

# ruff: noqa: E501 (tables are read across)

from __future__ import annotations

from dataclasses import dataclass

CLOCK = "clock"
SHORT = {
    "D": ("drafter", "certifying_officer", "security_contact"),
    "leaver": ("certifying_officer", "security_contact"),
    "official": ("determining_official",),
    "deciding": ("determining_official", "records_certifier"),
    "approving": ("approving_official",),
    "risk": ("insider_risk_officer",),
    "lead": ("lead_reviewer",),
    "G": (
        "intake_officer", "reviewer", "determining_official", "records_certifier", "consulted_official",
        "approving_official", "custodian", "records_officer", "insider_risk_officer", "auditor",
    ),
    "under_way": (
        "submitted", "clarification_requested", "in_assessment", "information_requested", "recommended",
    ),
    "determined": ("covered", "not_covered"),
    "answering": ("clarification_requested", "information_requested"),
    "agreeing": ("proposed", "countered"),
    "unopened": ("proposed", "countered", "scheduled"),
    "live": ("open", "suspended"),
}  # fmt: skip
BY_ONE = frozenset({"intake_officer", "consulted_official", "evaluator", "roster_administrator"})
"""The roles that one administrator gives; every other role takes two people."""
SHORT["seen"] = (*SHORT["under_way"], *SHORT["determined"], "no_determination")
SHORT["any"] = ("draft", *SHORT["seen"])


@dataclass(frozen=True)
class Move:
    """One line of a table. `to` is empty where the state stays."""

    step: str
    who: frozenset[str]
    sources: frozenset[str]
    to: str
    event: str
    conditions: tuple[str, ...]


def moves(machine: str, text: str) -> dict[str, Move]:
    """Read a table."""
    found = {}
    for line in text.strip().splitlines():
        step, who, path, event, conditions = (cell.strip() for cell in line.split("|"))
        sources, to = (side.strip() for side in path.split("→"))
        found[step] = Move(
            step,
            frozenset(_spelt_out(who)),
            frozenset(_spelt_out(sources)),
            "" if to == "~" else to,
            f"{machine}.{event}",
            tuple(conditions.split()),
        )
    return found


def _spelt_out(words: str) -> list[str]:
    return [name for word in words.split() for name in SHORT.get(word, (word,))]


REQUEST = moves("request", """
submit                 | certifying_officer  | draft → submitted               | submitted              | fresh plan_holds only_one_live certified
accept                 | intake_officer      | submitted → in_assessment       | accepted               | lead_fits
ask_clarification      | intake_officer      | submitted → clarification_requested   | clarification_asked | rounds_left
answer_clarification   | D                   | clarification_requested → submitted   | clarification_answered | all_answered
request_information    | reviewer lead       | in_assessment → information_requested | information_asked   | rounds_left
answer_information     | D                   | information_requested → in_assessment | information_answered | all_answered
recommend              | lead                | in_assessment → recommended     | recommended            | offices_heard assessed_since
return_to_assessment   | official            | recommended → in_assessment     | returned               | reason
determine_covered      | deciding            | recommended → covered           | determined_covered     | fresh did_not_recommend
determine_not_covered  | deciding            | recommended → not_covered       | determined_not_covered | fresh did_not_recommend
seek_reconsideration   | D                   | determined → submitted          | reconsideration_sought | first_time something_new
ask_again              | D                   | no_determination → submitted    | asked_again            |
conclude               | D                   | determined no_determination → concluded | concluded      | nothing_live
withdraw               | leaver              | any → withdrawn                 | withdrawn              |
extend                 | D                   | answering → ~                   | extended               | extensions_left
agree_to_more_questions | D                  | under_way → ~                   | more_rounds_agreed     | not_agreed_yet
reassign_lead          | intake_officer      | in_assessment information_requested recommended → ~ | lead_reassigned | lead_fits
recuse                 | G                   | seen → ~                        | recused                |
declare_interests      | G                   | seen → ~                        | conflict_declared      | reason
stand                  | clock               | under_way → ~                   | outcome_stands         |
lapse                  | clock               | submitted in_assessment recommended → no_determination | lapsed |
close_unanswered       | clock               | answering → closed              | closed_unanswered      |
""")  # fmt: skip

CONSULTATION = moves("consultation", """
concur    | consulted_official | open → concurred | concurred  | own_office
object    | consulted_official | open → objected  | objected   | own_office reason
comment   | consulted_official | open → commented | commented  | own_office reason
pass_over | clock              | open → no_answer | unanswered |
dissolve  | clock              | open → dissolved | dissolved  |
""")  # fmt: skip

WINDOW = moves("window", """
propose      | certifying_officer | draft → proposed     | proposed       | fresh covered dates_fit signable
revise       | certifying_officer | agreeing → proposed  | revised        | fresh covered dates_fit terms_differ signable
counter      | reviewer           | proposed → countered | countered      | covered dates_fit terms_differ signable
accept_terms | certifying_officer | countered → proposed | terms_accepted | fresh covered dates_fit
approve      | approving          | proposed → scheduled | approved       | fresh covered dates_fit wrote_no_terms does_not_evaluate
decline      | approving          | unopened → declined  | declined       | reason
suspend      | D risk             | open → suspended     | suspended      | reason
resume       | D approving reviewer risk | suspended → open | resumed     | not_over covered regains_nothing
close        | D approving        | live → closed        | closed         |
destroy      | leaver             | closed → destroying  | destruction_begun |
cancel       | D                  | unopened → canceled | canceled      |
discard      | D                  | draft → canceled    | discarded      |
expire       | clock              | unopened → canceled | expired        |
open         | clock              | scheduled → open     | opened         |
trim         | clock              | scheduled live → ~   | trimmed        |
recuse       | evaluator          | unopened live → ~    | recused        | evaluates_only
declare_interests | evaluator     | unopened live → ~    | conflict_declared | reason
""")  # fmt: skip

GRANT = moves("grant", """
concur   | leaver                  | nominated → concurred | concurred | evaluates
activate | evaluator               | concurred → active    | activated | is_the_person evaluates accepts
ask_again | clock            | active → concurred    | asked_again |
accept_new_terms | evaluator | suspended → ~         | new_terms_accepted | is_the_person evaluates new_to_them accepts
suspend  | D risk                  | active → suspended    | suspended | reason
resume   | D approving reviewer risk | suspended → active  | resumed   | is_another evaluates agreed
end      | D approving risk evaluator | nominated concurred active suspended → ended | ended | ends_own
""")  # fmt: skip

MODEL = moves("model", """
move_release_earlier | D                  | registered → ~ | release_moved_earlier | is_earlier public_follows
move_release_later   | certifying_officer | registered → ~ | release_moved_later   | is_later public_follows
adopt_plan           | clock              | registered → ~ | planned               |
start_clock          | clock              | registered → ~ | first_opened          |
""")  # fmt: skip

TABLES = {
    "Request": REQUEST, "Consultation": CONSULTATION, "Window": WINDOW, "Grant": GRANT, "FrontierModel": MODEL,
}  # fmt: skip

NOT_WALKED = {
    "Request": {"add_variant", "erase_developer_details", "erase_government_details"},
    "FrontierModel": {"add_variant", "link", "restrict_variant"},
    "Window": {"note_destroyed", "mark", "schedule", "move_opening"},
    "Grant": {"note_stopped", "note_stop_lifted", "suspend_by_rule"},
}
"""Steps that have tests of their own and change nothing that these sequences watch."""

QUORUM = {
    ("Request", "determine_covered"),
    ("Request", "determine_not_covered"),
    ("Window", "approve"),
    ("Window", "resume"),
    ("Grant", "resume"),
}
"""Steps that several people sign."""

BELOW = {
    "Request": {
        "submit", "determine_not_covered", "withdraw", "close_unanswered", "conclude", "recuse", "lapse", "stand",
    },
    "Window": {"revise", "counter", "open", "close", "decline", "expire", "cancel", "recuse"},
    "FrontierModel": {"move_release_earlier", "move_release_later"},
}  # fmt: skip
"""Steps before which the clock is heard in every window of the matter. Others hear it in their own window alone."""

COUNT_AS = {
    "developer": {"drafter", "certifying_officer", "security_contact", "auditor"},
    "lead": {
        "intake_officer", "reviewer", "determining_official", "records_certifier", "custodian", "records_officer",
        "insider_risk_officer", "auditor",
    },
    "consulted": {"consulted_official"},
    "named": {"approving_official", "insider_risk_officer", "auditor"},
    "evaluator": {"evaluator"},
}  # fmt: skip
"""In which roles people see a matter, by why they take part in it."""

"""The promises about trusted partners as plain tables: who takes which step from where to where, on which conditions.

They are written from the words of the framework and read by nothing but the plain model beside them. A line reads as in
`tests/designation/sequences/moves.py`.
"""

# ruff: noqa: E501 (tables are read across)

from __future__ import annotations

from tests.designation.sequences.moves import moves

PARTNER = moves("partner", """
start_vetting | roster_administrator | nominated → vetting              | vetting_begun | contact_is_free
note_answers  | clock                | vetting asked → vetting          | answered      | all_answered
ask           | roster_administrator | vetting → asked                  | asked         | question_is_written
record_check  | roster_administrator | vetting asked → ~                | checked       | check_is_one
vouch         | sponsor              | nominated vetting asked → ~      | vouched_for   | not_vouched_yet sponsor_is_active
activate      | roster_administrator | vetting → active                 | activated     | fresh has_answered sponsor_vouched checks_are_met contact_is_free did_not_nominate did_not_decline
decline       | roster_administrator | nominated vetting asked → declined | declined    | did_not_nominate did_not_decline reason
lapse         | clock                | nominated vetting asked → lapsed | lapsed        |
suspend       | roster_administrator insider_risk_officer | active expired → suspended | suspended | reason
lift          | roster_administrator | suspended → active               | restored      | fresh did_not_suspend
expire        | clock                | active → expired                 | expired       |
re_attest     | partner_administrator | active expired → active         | attested      | confirmed
remove        | roster_administrator | active expired suspended → removed | removed     | did_not_nominate reason
leave         | partner_administrator | active expired suspended → left | left          |
""")  # fmt: skip

SELECTION = moves("selection", """
amend     | certifying_officer approving_official | proposed concurred → proposed | amended  | covered conditions_are_complete end_fits
take_back | certifying_officer approving_official | proposed → taken_back   | taken_back | own_proposal
concur    | certifying_officer approving_official | proposed → concurred    | concurred  | fresh covered others_proposal proposer_takes_part end_still_fits
object_to | certifying_officer approving_official | proposed → not_selected | objected   | others_proposal reason
expire    | clock                                 | proposed → not_selected | expired    |
invite    | clock                                 | concurred → invited     | invited    | partner_is_active covered end_still_fits
agree     | partner_administrator                 | invited → agreed        | agreed     | fresh partner_is_active covered end_still_fits somebody_is_named accepts
narrow    | D                                     | agreed → ~              | narrowed   | ends_earlier
end       | D partner_administrator               | proposed concurred invited agreed → ended | ended |
""")  # fmt: skip

EARLY_ACCESS = moves("window", """
suspend | D insider_risk_officer              | open → suspended     | suspended | reason
resume  | D approving_official reviewer insider_risk_officer | suspended → open | resumed | has_time_left request_covered regains_nothing
close   | D approving_official partner_administrator | live → closed | closed    |
destroy | leaver                              | closed → destroying  | destruction_begun |
cancel  | D partner_administrator             | scheduled → canceled | canceled  |
decline | approving_official                  | scheduled → declined | declined  | reason
expire  | clock                               | scheduled → canceled | expired   |
open    | clock                               | scheduled → open     | opened    |
trim    | clock                               | scheduled live → ~   | trimmed   |
move_opening | clock                          | scheduled → ~        | opening_moved |
""")  # fmt: skip

NAMED = moves("grant", """
concur   | leaver                                | nominated → concurred | concurred |
activate | partner_evaluator                     | concurred → active    | activated | is_the_person accepts_terms
suspend  | D insider_risk_officer                | active → suspended    | suspended | reason
resume   | D approving_official reviewer insider_risk_officer | suspended → active | resumed | is_another
end      | D approving_official insider_risk_officer partner_administrator partner_evaluator | nominated concurred active suspended → ended | ended | ends_own
""")  # fmt: skip

BOARD = moves("window", """
cancel | D     | proposed → canceled | canceled |
expire | clock | proposed → canceled | expired  |
""")  # fmt: skip

REQUEST = moves("request", """
withdraw | leaver | covered not_covered → withdrawn | withdrawn |
conclude | D      | covered not_covered → concluded | concluded | nothing_is_live
recuse   | G      | covered not_covered → ~ | recused |
""")  # fmt: skip

TABLES = {
    "Partner": PARTNER, "Selection": SELECTION, "EarlyAccess": EARLY_ACCESS, "Named": NAMED,
    "Board": BOARD, "Covered": REQUEST,
}  # fmt: skip
"""By the names of the plain model. *Board* is the window of the government that is being agreed on a request."""

TWO_ADMINISTRATORS = {("Partner", step) for step in ("activate", "decline", "lift", "remove")}
ONE_OF_EACH_SIDE = {("EarlyAccess", "resume"), ("Named", "resume")}
QUORUM = TWO_ADMINISTRATORS | ONE_OF_EACH_SIDE

BELOW = {
    "Selection": {"concur", "agree", "narrow", "end"},
    "EarlyAccess": {"open", "close", "cancel", "decline", "expire"},
    "Board": {"cancel", "expire"},
    "Covered": {"withdraw", "conclude", "recuse"},
}
"""Steps before which the clock is heard in everything below the request, and not in their own matter alone."""

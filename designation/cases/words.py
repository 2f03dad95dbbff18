"""The words that pages use for insider-risk cases."""

EVENTS = {
    "case.opened": "{who} opened a case",
    "case.reported": "Somebody reported a concern",
    "case.contained": "{who} stopped access",
    "case.reviewed": "{who} reviewed the containment",
    "case.inquiry_begun": "An inquiry began",
    "case.inquiry_begun.signed": "{who} signed to begin an inquiry",
    "case.inquiry_begun.taken_back": "{who} took back a signature for an inquiry",
    "case.inquiry_renewed": "The inquiry was renewed",
    "case.inquiry_renewed.signed": "{who} signed to renew the inquiry",
    "case.inquiry_renewed.taken_back": "{who} took back a signature to renew the inquiry",
    "case.unmasking_asked": "{who} asked to unmask the person",
    "case.unmasked": "The person was unmasked",
    "case.unmasked.signed": "{who} signed to unmask the person",
    "case.unmasked.taken_back": "{who} took back a signature to unmask the person",
    "case.unmasking_refused": "{who} refused to unmask the person",
    "case.referred": "The case was referred",
    "case.referred.signed": "{who} signed to refer the case",
    "case.referred.taken_back": "{who} took back a signature to refer the case",
    "case.closed": "The case was closed",
    "case.closed.signed": "{who} signed to close the case",
    "case.closed.taken_back": "{who} took back a signature to close the case",
    "case.owner_told": "The developers concerned were told",
    "case.notice_delayed": "The notice to the developers was delayed",
    "case.notice_delayed.signed": "{who} signed to delay the notice",
    "case.notice_delayed.taken_back": "{who} took back a signature to delay the notice",
    "case.noted": "{who} added a note",
    "case.read": "{who} read this case",
    "case.challenged": "The person challenged this",
    "case.challenge_answered": "{who} answered the challenge",
}
"""The sentence for each event. "{who}" is the person or the clock."""

DETAILS = {
    "case.noted": ("note",),
    "case.read": ("what",),
    "case.contained": ("reason",),
    "case.reviewed": ("reason",),
    "case.unmasking_asked": ("reason",),
    "case.unmasking_refused": ("reason",),
    "case.opened": ("reason",),
}

CLOCKS = {
    "case_triage": "Triage",
    "case_review": "Review of the containment",
    "case_inquiry": "Inquiry",
    "case_notice": "Notice to the developers",
}
"""The labels of the deadlines."""

DONE = {
    "Case.contain": "You stopped access. The person is told that their access is suspended, and not why.",
    "Case.review": "You reviewed the containment. The next review is due in 72 hours.",
    "Case.inquire": "The inquiry began. It is due in 30 days.",
    "Case.renew": "The inquiry is due in 30 days from now.",
    "Case.ask_to_unmask": "You asked to unmask the person. Two officers of different offices decide.",
    "Case.unmask": "Two officers agreed. This case now shows the person's name.",
    "Case.refuse_unmasking": "You refused. The person stays unknown.",
    "Case.refer": "The case is referred. Send the referral text and the evidence file: this site sends nothing.",
    "Case.close": "The case is closed. The person is told, and can challenge it.",
    "Case.tell_owner": "The developers concerned are told that access to their content is under review.",
    "Case.delay_notice": "The notice is delayed. The developers are told 30 days after the case was opened.",
    "Case.note": "You added a note.",
    "Case.answer_challenge": "You answered. The person can read your answer.",
}
"""What a person reads after a step that they took, by machine and step."""

SUBJECTS = {"Case": lambda _reader, row: f"Case {row.number}: {row.about}"}
"""What the page of a step calls its subject, under the heading: a function of the reader and the subject."""

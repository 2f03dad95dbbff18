"""Who may open what, written out by hand. Nothing here is read from the product: the walk compares the two."""

DEVELOPERS = {"drafter", "certifying_officer", "security_contact"}
OFFICIALS = {
    "intake_officer",
    "reviewer",
    "determining_official",
    "records_certifier",
    "approving_official",
    "custodian",
    "records_officer",
    "insider_risk_officer",
    "auditor",
}


def of(side: str, *roles: str) -> set[tuple[str, str]]:
    return {(side, role) for role in roles}


READS = {"read_request", "read_application", "read_questions", "read_record", "list_windows"}
IN_REQUEST = {
    **{
        one: READS | {"plan_release", "read_artifacts", "control_access", "read_board"}
        for one in of("developer", *DEVELOPERS)
    },
    ("developer", "auditor"): READS | {"read_artifacts", "read_board"},
    **{one: READS | {"read_deliberation", "read_board"} for one in of("government", *OFFICIALS)},
    ("government", "consulted_official"): READS | {"read_deliberation"},
}
"""The permissions of each role in a request. Roles that are missing here have none."""

WHOLE = {"read_window", "read_evaluators", "read_whole_log"}
IN_WINDOW = {
    **dict.fromkeys(of("developer", "auditor", *DEVELOPERS), WHOLE | {"read_negotiation"}),
    **dict.fromkeys(of("government", *OFFICIALS), WHOLE | {"read_negotiation"}),
    ("government", "evaluator"): {"read_window", "read_negotiation"},
    ("partner", "partner_administrator"): WHOLE,
    ("partner", "partner_evaluator"): {"read_window"},
}
"""The permissions of each role in a window."""
SELECTING = {"read_selection", "read_whole_log"}
IN_SELECTION = {
    **dict.fromkeys(of("developer", "auditor", *DEVELOPERS), SELECTING),
    **dict.fromkeys(of("government", *OFFICIALS), SELECTING),
    ("partner", "partner_administrator"): SELECTING,
}
"""The permissions of each role in a selection."""

PAGES_OF_REQUESTS = {
    "request": "read_request",
    "request_step": "read_request",
    "request_take_back": "read_request",
    "request_recent": "read_request",
    "request_policy": "read_request",
    "request_again": "read_application",
    "application": "read_application",
    "application_section": "read_application",
    "questions": "read_questions",
    "questions_ask": "read_questions",
    "question_answer": "read_questions",
    "review": "read_deliberation",
    "consultation_step": "read_deliberation",
    "windows": "list_windows",
    "window_begin": "list_windows",
    "release": "plan_release",
    "record": "read_record",
    "record_check": "read_record",
    "record_bundle": "read_record",
    "record_entry": "read_record",
    "artifacts": "read_artifacts",
    "artifact_upload": "read_artifacts",
    "uploads": "read_artifacts",
    "upload": "read_artifacts",
    "artifact": "read_artifacts",
    "artifact_progress": "read_artifacts",
    "artifact_share": "read_artifacts",
    "artifact_step": "read_artifacts",
    "artifact_certificate": "read_artifacts",
    "artifact_certificate_file": "read_artifacts",
    "artifact_take_back": "read_artifacts",
    "agreements": "read_artifacts",
    "agreement_write": "read_artifacts",
    "agreement": "read_artifacts",
    "agreement_file": "read_artifacts",
    "agreement_step": "read_artifacts",
    "accesses": "read_artifacts",
    "accesses_recent": "read_artifacts",
    "board": "read_board",
    "selection_propose": "read_board",
}
"""The permission that each page of a request asks for."""

PAGES_OF_WINDOWS = {
    "window": "read_window",
    "window_step": "read_window",
    "window_take_back": "read_window",
    "window_who_signs": "read_window",
    "window_terms": "read_window",
    "window_compare": "read_window",
    "evaluator_name": "read_evaluators",
    "grant_step": "read_window",
    "grant_take_back": "read_window",
    "window_record": "read_window",
    "window_record_check": "read_window",
    "window_record_bundle": "read_window",
    "window_record_entry": "read_window",
    "access_stop": "control_access",
    "suspend_in_window": "read_window",
    "who_could_read": "read_evaluators",
    "credential_add": "control_access",
    "credential_show": "read_window",
    "credential_replace": "control_access",
    "credential_step": "read_window",
    "destruction": "read_whole_log",
    "destruction_file": "read_whole_log",
    "destruction_step": "read_whole_log",
    "destruction_take_back": "read_whole_log",
    "share_read": "read_window",
    "share_page": "read_window",
    "share_text": "read_window",
    "share_standing": "read_window",
    "share_download": "read_window",
    "window_agreement": "read_window",
    "window_agreement_file": "read_window",
    "break_glass": "read_window",
    "break_glass_ask": "read_window",
    "break_glass_step": "read_window",
    "break_glass_take_back": "read_window",
}
"""The permission that each page of a window asks for."""

PAGES_OF_SELECTIONS = dict.fromkeys(
    (
        *("selection", "selection_step", "selection_take_back"),
        *("selection_amend", "selection_agree"),
    ),
    "read_selection",
)
"""The permission that each page of a selection asks for."""

OWN_WAYS = {
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
}
"""Pages about a passkey, an app or codes of one's own. Nobody in the walk has set any up."""

DEPENDING = {
    *("factor_reset_step", "factor_reset_take_back"),
    *OWN_WAYS,
    *("selection_propose", "selection_step", "selection_take_back", "selection_amend", "selection_agree"),
    *("partner_step", "partner_take_back", "own_partner"),
    *("request_step", "request_take_back", "request_again", "application_section", "questions_ask"),
    *("question_answer", "consultation_step", "window_begin", "release", "window_step", "window_take_back"),
    *(
        "window_who_signs",
        "window_terms",
        "window_compare",
        "evaluator_name",
        "grant_step",
        "grant_take_back",
    ),
    *(
        "closure_step",
        "closure_take_back",
        "policy_step",
        "policy_take_back",
        "model_step",
        "jobs_run_again",
        "job_run_again",
    ),
    *("artifact_certificate", "artifact_certificate_file", "attestation"),
    *("credential_add", "credential_show", "credential_replace", "credential_step"),
    *("destruction", "destruction_file", "destruction_step", "destruction_take_back"),
    *(
        "artifact_upload",
        "uploads",
        "upload",
        "artifact",
        "artifact_progress",
        "artifact_share",
        "artifact_step",
    ),
    "artifact_take_back",
    *("access_stop", "share_read", "share_page", "share_standing"),
    *("share_download", "share_text", "session_end"),
    *("agreement_write", "agreement", "agreement_file", "agreement_step"),
    *("window_agreement", "window_agreement_file"),
    *("directory_import_decide", "directory_import_step"),
    *("suspend_person", "suspend_person_place", "suspend_organization", "suspend_organization_place"),
    *("suspend_artifact", "suspend_artifact_place", "suspend_in_window"),
    *("suspension", "suspension_step", "suspension_take_back"),
    *("break_glass", "break_glass_ask", "break_glass_step", "break_glass_take_back"),
    *("eligibility_step", "who_could_read", "person_eligibility"),
    *("case_step", "case_take_back", "own_case_challenge", "canary_mark"),
}
"""Pages that also depend on the state, the method or whose step it is. All others open for everybody who may."""

NEEDS_MORE = {"access_stop", "share_page", "session_end", "own_case_challenge", *OWN_WAYS} - {
    "mfa_view_recovery_codes"
}
"""Pages that open only with what another page gives its reader; they have tests of their own."""

OPERATORS = of("operator", "operator")
ADMINISTRATORS = (
    of("developer", "administrator") | of("government", "administrator") | of("partner", "administrator")
)
KEEPERS = ADMINISTRATORS | OPERATORS
LOOKERS = KEEPERS | of("developer", "auditor") | of("government", "auditor")
EDITORS = of("government", "policy_editor")
POLICY_READERS = EDITORS | of("government", "consulted_official", "evaluator", *OFFICIALS)
DEVELOPING = of("developer", *DEVELOPERS)
ROSTER_ADMINISTRATORS = of("government", "roster_administrator")
DIRECTORY = {
    *("directory", "directory_add", "directory_export", "directory_coverage", "directory_entry"),
    *("directory_entry_edit", "directory_imports", "directory_import_new", "directory_import"),
    *("directory_import_progress", "directory_import_columns", "directory_import_decide"),
    *("directory_import_problems", "directory_import_step", "directory_removed"),
    *("directory_entry_remove", "directory_entry_restore"),
}

SIGNERS = of("developer", "certifying_officer") | of("government", "approving_official")
ROSTER = of("government", "roster_administrator", "insider_risk_officer")
OWN_ROSTER = of("partner", "partner_administrator")
INSIDER_RISK = of("government", "insider_risk_officer")
SUSPENDERS = INSIDER_RISK | ADMINISTRATORS | of("developer", "security_contact")
SUSPENDERS_OF_ARTIFACTS = INSIDER_RISK | DEVELOPING
CANARY_MARKERS = INSIDER_RISK | of("developer", "certifying_officer", "security_contact")

ELIGIBILITY_KEEPERS = SUSPENDERS | OWN_ROSTER

BY_ROLE = {
    "eligibility": ELIGIBILITY_KEEPERS | ROSTER_ADMINISTRATORS,
    **dict.fromkeys(("eligibility_enter", "person_eligibility"), ELIGIBILITY_KEEPERS),
    "partners": ROSTER | SIGNERS,
    "partners_export": ROSTER | SIGNERS,
    "partner_nominate": SIGNERS | ROSTER_ADMINISTRATORS,
    "partner_nominate_entry": ROSTER_ADMINISTRATORS,
    "own_partner": OWN_ROSTER,
    "own_selections": OWN_ROSTER,
    **dict.fromkeys(("suspensions", "suspend_find", "suspend_person", "suspend_person_place"), SUSPENDERS),
    **dict.fromkeys(("suspend_organization", "suspend_organization_place"), SUSPENDERS),
    **dict.fromkeys(("suspend_artifact", "suspend_artifact_place"), SUSPENDERS_OF_ARTIFACTS),
    **dict.fromkeys(("insider_risk", "case_open"), INSIDER_RISK),
    **dict.fromkeys(("canaries", "canary_mark"), CANARY_MARKERS),
    "access_reviews": DEVELOPING,
    "organizations": LOOKERS,
    "organization_add": OPERATORS,
    "checklist": OPERATORS,
    "policies": POLICY_READERS,
    "policy_new": EDITORS,
    "policy": POLICY_READERS,
    "policy_edit": EDITORS,
    "policy_step": POLICY_READERS,
    "policy_take_back": POLICY_READERS,
    "closures": POLICY_READERS,
    "closure_new": EDITORS,
    "closure": POLICY_READERS,
    "closure_step": POLICY_READERS,
    "closure_take_back": POLICY_READERS,
    "models": DEVELOPING,
    "request_begin": DEVELOPING,
    "requests": set(IN_REQUEST),
    "my_windows": set(IN_WINDOW),
    "review_queue": of(
        "government",
        *("intake_officer", "reviewer", "determining_official", "records_certifier", "records_officer"),
        *("consulted_official", "approving_official"),
    ),
    "operations": OPERATORS,
    "operations_deadlines": OPERATORS,
    "operations_jobs": OPERATORS,
    "operations_deliveries": OPERATORS,
    "jobs_run_again": OPERATORS,
    "job_run_again": OPERATORS,
    **dict.fromkeys(DIRECTORY, ROSTER_ADMINISTRATORS),
}
"""The roles that open each page which belongs to no organization, model, request or window."""

OF_AN_ORGANIZATION = {
    "organization": LOOKERS,
    "organization_close": OPERATORS,
    "office_add": KEEPERS,
    "person": LOOKERS,
    "account_close": KEEPERS,
    "account_reopen": KEEPERS,
    **dict.fromkeys(
        ("factor_reset_ask", "factor_reset", "factor_reset_step", "factor_reset_take_back"), KEEPERS
    ),
    "account_sign_out": KEEPERS,
    "role_add": KEEPERS,
    "role_delegate": KEEPERS,
    "appointment": LOOKERS,
    "role_step": KEEPERS,
    "invitations": LOOKERS,
    "invite": KEEPERS,
    "invitation_send": KEEPERS,
    "invitation_revoke": KEEPERS,
    "people_import": KEEPERS,
}
"""The roles that open each page of an organization, if they are held there; site operators hold theirs everywhere."""

OF_A_MODEL = {"model": DEVELOPING, "model_step": DEVELOPING}
"""The roles that open each page of a model, if they are held in the developer's organization."""

OF_A_PARTNER = dict.fromkeys(("partner", "partner_step", "partner_take_back"), ROSTER | SIGNERS | OWN_ROSTER)
"""The roles that open each page of an active partner. Its administrators open their own alone."""

OF_A_SUSPENSION = dict.fromkeys(
    ("suspension", "suspension_step", "suspension_take_back"),
    SUSPENDERS | SUSPENDERS_OF_ARTIFACTS | ROSTER_ADMINISTRATORS | OWN_ROSTER,
)
"""The roles that open each page of a suspension, if it concerns them."""

OF_A_RECORD = dict.fromkeys(
    ("eligibility_record", "eligibility_step"), ELIGIBILITY_KEEPERS | ROSTER_ADMINISTRATORS
)
"""The roles that open each page of an eligibility record, if it is about somebody of theirs."""
OF_A_CASE = dict.fromkeys(
    (
        *("case", "case_step", "case_take_back"),
        *("case_timeline", "case_artifact", "case_export"),
    ),
    INSIDER_RISK,
)
"""The roles that open each page of a case, unless it is about themselves."""

SIGNED_IN = {
    "own_eligibility",
    "prove",
    "desk",
    *("report_concern", "own_cases", "own_case_challenge"),
    "own_suspension",
    "attestation",
    "account_reauthenticate",
    "account_email",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "passkey_options",
    *OWN_WAYS,
    *("sessions", "session_end", "session_end_others", "session_stay", "session_back"),
}
AFTER_THE_PASSWORD = {"mfa_authenticate", "mfa_login_webauthn"}
"""Steps of signing in. Without the one before, they lead to the page that signs in."""

PUBLIC = {
    *("healthz", "readyz", "about", "verify_help", "checkpoints", "invitation_accept", "invitation_open"),
    *("register:checkpoint", "register:second_signature", "register:cosignatures", "register:keys"),
    *(
        "register:declarations",
        "register:tile",
        "account_login",
        "account_logout",
        "account_inactive",
        "account_signup",
    ),
    *("account_reset_password", "account_reset_password_done", "account_reset_password_from_key"),
    *("account_reset_password_from_key_done", "criteria", "partner_answer", "partner_questions"),
    *AFTER_THE_PASSWORD,
    *("session_state", "session_anew"),
    "what_is_watched",
}
IN_A_DEMONSTRATION = {"demo_front", "demo_tasks", "demo_sign_in", "demo_mail", "demo_clock"}

DEVELOPER, LEAD, NAMED, CONSULTED, EVALUATOR = "developer", "lead", "named", "consulted", "evaluator"
PARTNER = "partner"
REQUESTS = {
    DEVELOPER: {"draft", "submitted", "clarification_requested", "recommended", "covered", "withdrawn"},
    LEAD: {"submitted", "clarification_requested", "recommended", "covered", "withdrawn"},
    CONSULTED: {"recommended", "covered"},
    NAMED: {"covered"},
}
"""The states of the walk's requests in which those of each capacity take part."""
WINDOWS = {
    DEVELOPER: {"draft", "proposed", "open", "closed", "early"},
    LEAD: {"proposed", "open", "closed", "early"},
    NAMED: {"proposed", "open", "closed"},
    EVALUATOR: {"open"},
    PARTNER: {"early"},
}
"""The states of the walk's windows in which those of each capacity take part. *Early* is a partner's early access."""
SELECTIONS = {DEVELOPER: {"agreed"}, LEAD: {"agreed"}, NAMED: {"agreed"}, PARTNER: {"agreed"}}
"""The states of the walk's selections in which those of each capacity take part."""

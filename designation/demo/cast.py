"""The organizations, offices, people and roles of the demonstration. All people are fictional."""

from designation.roles import Role, Side

PASSWORD = "demonstration only 14409"  # noqa: S105 (printed by `make run`; production has no demonstration data)

ORGANIZATIONS = (
    ("site", "Site Operator", "OPS", Side.OPERATOR, ("Accounts", "Platform")),
    (
        "developer",
        "Meridian Labs",
        "Meridian",
        Side.DEVELOPER,
        ("Administration", "Legal", "Policy", "Security"),
    ),
    ("other", "Halcyon Research", "Halcyon", Side.DEVELOPER, ("Administration", "Policy", "Security")),
    (
        "nsa",
        "National Security Agency",
        "NSA",
        Side.GOVERNMENT,
        (
            "Administration",
            "Personnel",
            "Intake",
            "Assessment",
            "Directorate",
            "Records",
            "Evaluation",
            "Insider Risk",
            "Policy",
            "Audit",
        ),
    ),
    (
        "cisa",
        "Cybersecurity and Infrastructure Security Agency",
        "CISA",
        Side.GOVERNMENT,
        ("Administration", "Personnel", "Cybersecurity Division", "Directorate", "Evaluation"),
    ),
    (
        "oncd",
        "Office of the National Cyber Director",
        "ONCD",
        Side.GOVERNMENT,
        ("Administration", "Personnel", "Technology Security"),
    ),
)

PEOPLE = (
    ("olga", "Olga Stone", "site", "Accounts", (Role.OPERATOR,)),
    ("oskar", "Oskar Reed", "site", "Platform", (Role.OPERATOR,)),
    ("maya", "Maya Frost", "developer", "Administration", (Role.ADMINISTRATOR,)),
    ("miles", "Miles Hart", "developer", "Legal", (Role.ADMINISTRATOR,)),
    ("dana", "Dana Wells", "developer", "Policy", (Role.DRAFTER,)),
    ("carl", "Carl Brandt", "developer", "Legal", (Role.CERTIFYING_OFFICER,)),
    ("sam", "Sam Okafor", "developer", "Security", (Role.SECURITY_CONTACT,)),
    ("hana", "Hana Lind", "other", "Administration", (Role.ADMINISTRATOR,)),
    ("hugo", "Hugo Vance", "other", "Security", (Role.ADMINISTRATOR,)),
    ("hope", "Hope Marsh", "other", "Policy", (Role.DRAFTER, Role.CERTIFYING_OFFICER)),
    ("nora", "Nora Blake", "nsa", "Administration", (Role.ADMINISTRATOR,)),
    ("neil", "Neil Cross", "nsa", "Personnel", (Role.ADMINISTRATOR,)),
    ("ines", "Ines Duarte", "nsa", "Intake", (Role.INTAKE_OFFICER,)),
    ("ravi", "Ravi Menon", "nsa", "Assessment", (Role.REVIEWER,)),
    ("rosa", "Rosa Keller", "nsa", "Assessment", (Role.REVIEWER,)),
    ("dora", "Dora Whitfield", "nsa", "Directorate", (Role.DETERMINING_OFFICIAL,)),
    ("cleo", "Cleo Nash", "nsa", "Records", (Role.RECORDS_CERTIFIER, Role.RECORDS_OFFICER)),
    ("cyra", "Cyra Holt", "nsa", "Records", (Role.CUSTODIAN,)),
    ("cole", "Cole Weber", "nsa", "Evaluation", (Role.CUSTODIAN,)),
    ("abel", "Abel Ortiz", "nsa", "Directorate", (Role.APPROVING_OFFICIAL,)),
    ("vera", "Vera Lund", "nsa", "Policy", (Role.APPROVING_OFFICIAL,)),
    ("eve", "Eve Laurent", "nsa", "Evaluation", (Role.EVALUATOR,)),
    ("ira", "Ira Shaw", "nsa", "Insider Risk", (Role.INSIDER_RISK_OFFICER,)),
    ("paul", "Paul Renner", "nsa", "Policy", (Role.POLICY_EDITOR,)),
    ("petra", "Petra Voss", "nsa", "Directorate", (Role.POLICY_EDITOR,)),
    ("ada", "Ada Quinn", "nsa", "Audit", (Role.AUDITOR,)),
    ("gwen", "Gwen Tate", "cisa", "Administration", (Role.ADMINISTRATOR,)),
    ("glen", "Glen Doyle", "cisa", "Personnel", (Role.ADMINISTRATOR,)),
    ("cora", "Cora Lindqvist", "cisa", "Cybersecurity Division", (Role.CONSULTED_OFFICIAL,)),
    ("arno", "Arno Becker", "cisa", "Directorate", (Role.APPROVING_OFFICIAL,)),
    ("eli", "Eli Park", "cisa", "Evaluation", (Role.EVALUATOR,)),
    ("rhea", "Rhea Brooks", "cisa", "Cybersecurity Division", (Role.ROSTER_ADMINISTRATOR,)),
    ("rolf", "Rolf Jensen", "cisa", "Evaluation", (Role.ROSTER_ADMINISTRATOR,)),
    ("rita", "Rita Alvarez", "cisa", "Directorate", (Role.ROSTER_ADMINISTRATOR,)),
    ("rene", "Rene Castillo", "nsa", "Policy", (Role.ROSTER_ADMINISTRATOR,)),
    ("otto", "Otto Lang", "oncd", "Administration", (Role.ADMINISTRATOR,)),
    ("orla", "Orla Flynn", "oncd", "Personnel", (Role.ADMINISTRATOR,)),
    ("omar", "Omar Haddad", "oncd", "Technology Security", (Role.CONSULTED_OFFICIAL,)),
)
"""Key, name, organization, office and roles of each person. The email address is KEY@SHORT.example."""

OF_THE_CASE = (
    ("iris", "Iris Webb", "cisa", "Directorate", Role.INSIDER_RISK_OFFICER),
    ("ivo", "Ivo Pace", "nsa", "Audit", Role.INSIDER_RISK_OFFICER),
    ("ezra", "Ezra Holt", "cisa", "Evaluation", Role.EVALUATOR),
)
"""Two more insider-risk officers, because cases need three in two offices, and the evaluator whom the case is about."""

SHOWN = (
    "dana",
    "carl",
    "sam",
    "maya",
    "ines",
    "ravi",
    "dora",
    "cleo",
    "cora",
    "omar",
    "abel",
    "arno",
    "eve",
    "cyra",
    "rhea",
    "ira",
    "paul",
    "petra",
    "ada",
    "nora",
    "olga",
    "hope",
)
"""One person for each kind of user."""

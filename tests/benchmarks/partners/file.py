"""Makes a file of so many organizations: `python -m tests.benchmarks.partners.file FILE LINES`."""

import csv
import random
import sys

HEADER = (
    "Domain name",
    "Domain type",
    "Organization name",
    "Suborganization name",
    "City",
    "State",
    "Security contact email",
)
_SYLLABLES = """
ba ri ton vil le mo ran dor kes wim har den port sta lin gre ham fox as bel cor dun el fair gil hol
ing jas kin lan mer nor ox pen quin ros sal tam ul ver wes yor zan
"""
SYLLABLES = _SYLLABLES.split()
KINDS = (
    *(
        ("City of {}", "City"),
        ("{} County", "County"),
        ("{} Police Department", "City"),
        ("Town of {}", "City"),
    ),
    *(
        ("{} Water District", "Special district"),
        ("{} Tribe", "Tribal"),
        ("{} School District", "School district"),
    ),
    *(("{} County Sheriff's Office", "County"), ("{} Department of Health", "State or territory")),
)
_STATES = """
AL AZ CA CO FL GA IA IL KS KY LA MA MI MN MO MS NC NE NJ NM NY OH OK OR PA TN TX UT VA WA WI WY
"""
STATES = _STATES.split()


def write(path: str, number: int) -> None:
    """Write the file; the same number gives the same file."""
    chance = random.Random(14409)

    def word() -> str:
        return "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 3, 3)))).capitalize()

    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for line in range(number):
            form, kind = chance.choice(KINDS)
            contact = f"it@{line}.example" if line % 3 else "(blank)"
            out.writerow(
                [f"d{line}.gov", kind, form.format(word()), "", word(), chance.choice(STATES), contact]
            )


write(sys.argv[1], int(sys.argv[2]))

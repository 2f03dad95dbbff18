"""What the directory knows of an organization: its fields, and the words that files use for them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices

from designation.directory.states import STATES


class Category(TextChoices):
    """What kind of organization it is."""

    FEDERAL = "federal", "Federal agency"
    SLTT = "sltt", "State, local, tribal, or territorial government"
    RURAL_HOSPITAL = "rural_hospital", "Rural hospital"
    COMMUNITY_BANK = "community_bank", "Community bank"
    LOCAL_UTILITY = "local_utility", "Local utility"
    INFRASTRUCTURE = "infrastructure", "Other critical infrastructure"
    VENDOR = "vendor", "Security vendor"
    OPEN_SOURCE = "open_source", "Open-source maintainer"


class Sector(TextChoices):
    """The critical infrastructure sectors of CISA."""

    CHEMICAL = "chemical", "Chemical"
    COMMERCIAL = "commercial", "Commercial Facilities"
    COMMUNICATIONS = "communications", "Communications"
    MANUFACTURING = "manufacturing", "Critical Manufacturing"
    DAMS = "dams", "Dams"
    DEFENSE = "defense", "Defense Industrial Base"
    EMERGENCY = "emergency", "Emergency Services"
    ENERGY = "energy", "Energy"
    FINANCIAL = "financial", "Financial Services"
    FOOD = "food", "Food and Agriculture"
    GOVERNMENT = "government", "Government Services and Facilities"
    HEALTH = "health", "Healthcare and Public Health"
    IT = "it", "Information Technology"
    NUCLEAR = "nuclear", "Nuclear Reactors, Materials, and Waste"
    TRANSPORT = "transport", "Transportation Systems"
    WATER = "water", "Water and Wastewater Systems"


class Size(TextChoices):
    """How many people work there."""

    SMALL = "small", "Fewer than 100 people"
    MEDIUM = "medium", "100 to 999 people"
    LARGE = "large", "1,000 people or more"


SECTOR_OF = {Category.RURAL_HOSPITAL: Sector.HEALTH, Category.COMMUNITY_BANK: Sector.FINANCIAL}
"""Categories that belong to one sector."""

IN_A_SECTOR = (
    Category.RURAL_HOSPITAL,
    Category.COMMUNITY_BANK,
    Category.LOCAL_UTILITY,
    Category.INFRASTRUCTURE,
)
"""Categories of critical infrastructure. They alone have a sector, and always have one."""


@dataclass(frozen=True)
class Field:
    """One field: its label, the headers that name it in files, and what a form says about it.

    Files must have a column for each `required` field. Fields with `many` values are lists.
    """

    name: str
    label: str
    headers: tuple[str, ...]
    hint: str = ""
    required: bool = False
    many: bool = False
    longest: int = 200


FIELDS: tuple[Field, ...] = (
    Field(
        "name",
        "Name",
        ("organization name", "organization", "name", "legal name", "entity name", "agency"),
        required=True,
    ),
    Field(
        "suborganization",
        "Suborganization",
        ("suborganization name", "suborganization", "sub organization", "department", "division", "unit"),
        "The part of the organization, if it is listed on its own.",
    ),
    Field("city", "City", ("city", "town", "municipality"), required=True, longest=100),
    Field("state", "State", ("state", "state code", "state territory", "st"), required=True, longest=2),
    Field(
        "category",
        "Category",
        ("category", "domain type", "type", "organization type", "kind"),
        required=True,
    ),
    Field("sector", "Sector", ("sector", "cisa sector"), "Only for critical infrastructure."),
    Field("size", "Size", ("size", "employees", "number of employees", "headcount", "staff")),
    Field(
        "uei",
        "UEI",
        ("uei", "unique entity id", "unique entity identifier", "sam uei"),
        "12 letters and digits, from SAM.gov.",
        longest=40,
    ),
    Field(
        "ccn",
        "CCN",
        ("ccn", "cms certification number", "provider number"),
        "Six characters, from CMS. Hospitals have one.",
        longest=40,
    ),
    Field(
        "fdic",
        "FDIC certificate",
        ("fdic", "fdic certificate", "fdic cert", "cert", "certificate number"),
        "Up to six digits.",
        longest=40,
    ),
    Field(
        "pwsid",
        "PWSID",
        ("pwsid", "public water system id", "pws id"),
        "Two letters and seven digits, from the EPA.",
        longest=40,
    ),
    Field(
        "domains",
        ".gov domains",
        ("domain name", "domain", "domains", "gov domain", "website"),
        "With spaces or commas between several.",
        many=True,
    ),
    Field(
        "contacts",
        "Security contact",
        ("security contact email", "security contact", "contact email", "security email", "contact"),
        "Email addresses, with spaces or commas between several.",
        many=True,
    ),
)
FIELD = {field.name: field for field in FIELDS}
NAMES = tuple(FIELD)
REQUIRED = tuple(field.name for field in FIELDS if field.required)
NEVER_EMPTY = ("name", "category")
"""Every organization has these. Files need columns for city and state as well, but a cell may be empty."""
SINGLE = tuple(field.name for field in FIELDS if not field.many)
IDENTIFIERS = ("uei", "ccn", "fdic", "pwsid")
"""The identifiers of which an organization has at most one. No two organizations have the same."""

CATEGORY_WORDS: dict[str, tuple[str, str]] = {
    **{choice.label.casefold(): (choice.value, SECTOR_OF.get(choice, "")) for choice in Category},
    **{choice.value: (choice.value, SECTOR_OF.get(choice, "")) for choice in Category},
    **{sector.label.casefold(): (Category.INFRASTRUCTURE, sector.value) for sector in Sector},
    **dict.fromkeys(
        (
            *(
                "federal",
                "federal - executive",
                "federal - legislative",
                "federal - judicial",
                "federal agency",
            ),
            *("federal agency - executive", "federal agency - legislative", "federal agency - judicial"),
            *("executive", "federal court", "federal legislature", "independent agency"),
        ),
        (Category.FEDERAL, ""),
    ),
    **dict.fromkeys(
        (
            *("state", "state or territory", "territory", "city", "county", "town", "village", "township"),
            *("tribal", "tribe", "tribal government", "interstate", "interstate body", "special district"),
            *("independent intrastate", "school district", "local", "local government", "state government"),
            *(
                "municipality",
                "borough",
                "parish",
                "court",
                "state court",
                "legislature",
                "state legislature",
            ),
            *("sltt", "state, local, tribal or territorial government", "native sovereign nation"),
        ),
        (Category.SLTT, ""),
    ),
    **dict.fromkeys(("hospital", "critical access hospital"), (Category.RURAL_HOSPITAL, Sector.HEALTH)),
    **dict.fromkeys(("bank", "credit union"), (Category.COMMUNITY_BANK, Sector.FINANCIAL)),
    **dict.fromkeys(
        ("water utility", "public water system", "water system", "wastewater utility"),
        (Category.LOCAL_UTILITY, Sector.WATER),
    ),
    **dict.fromkeys(
        ("electric utility", "gas utility", "power utility", "electric cooperative"),
        (Category.LOCAL_UTILITY, Sector.ENERGY),
    ),
    **dict.fromkeys(("utility",), (Category.LOCAL_UTILITY, "")),
    **dict.fromkeys(("critical infrastructure",), (Category.INFRASTRUCTURE, "")),
    **dict.fromkeys(("vendor", "security company"), (Category.VENDOR, "")),
    **dict.fromkeys(("open source", "open-source", "maintainer"), (Category.OPEN_SOURCE, "")),
}
"""What files call a category, in lower case, with the sector that the word implies. Other words are refused."""
SECTOR_WORDS = {word: sector.value for sector in Sector for word in (sector.value, sector.label.casefold())}
STATE_WORDS = {code.casefold(): code for code in STATES} | {
    name.casefold(): code for code, name in STATES.items()
}

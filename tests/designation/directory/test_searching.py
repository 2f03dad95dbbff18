"""Organizations are found although words are misspelled, have other accents, or are in another order."""

import pytest

from designation.demo.world import World
from designation.directory import queries
from tests.designation.directory.importing import file_of, imported, names

LINES = (
    "City of Monroe,Monroe,WI,city,,,,,,,monroewi.gov",
    "City of Monroe,Monroe,GA,city",
    "Monroe County Sheriff’s Office,Rochester,NY,county",
    "Doña Ana County,Las Cruces,NM,county",
    "Department of Motor Vehicles,Montpelier,VT,state,,,,,,,,,Registration",
    "Mercy General Hospital,Bisbee,AZ,hospital,,,ABCDEFGH1234",
    "Monticello Water Works,Monticello,UT,water utility,,,,,,UT0100012",
    "O'Brien Electric Cooperative,Weir,MS,electric utility",
)


@pytest.fixture(autouse=True)
def organizations(present: World) -> None:
    imported(present, file_of(*LINES))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("City of Monroe Wisconsin", "City of Monroe, Monroe, WI"),
        ("monroe city ga", "City of Monroe, Monroe, GA"),
        ("Monore sherffs", "Monroe County Sheriff’s Office, Rochester, NY"),
        ("sheriffs office monroe", "Monroe County Sheriff’s Office, Rochester, NY"),
        ("dona ana", "Doña Ana County, Las Cruces, NM"),
        ("DOÑA ANÁ", "Doña Ana County, Las Cruces, NM"),
        ("vehicels motor", "Department of Motor Vehicles, Registration, Montpelier, VT"),
        ("hospitl mercy gennral", "Mercy General Hospital, Bisbee, AZ"),
        ("abcdefgh1234", "Mercy General Hospital, Bisbee, AZ"),
        ("monroewi.gov", "City of Monroe, Monroe, WI"),
        ("montcello", "Monticello Water Works, Monticello, UT"),
        ("monticelo watr", "Monticello Water Works, Monticello, UT"),
        ("OBrien", "O'Brien Electric Cooperative, Weir, MS"),
        ("o’brien coop", "O'Brien Electric Cooperative, Weir, MS"),
    ],
)
def test_it_is_found_first(text: str, first: str) -> None:
    assert names(queries.find(text))[:1] == [first]


@pytest.mark.parametrize(
    "text", ["", "   ", "' | & ! ( ) :*", "\\", "nowhere", "'; DROP TABLE x", "monroe nowhere", "%"]
)
def test_nothing_is_found(text: str) -> None:
    assert queries.find(text) == []


def test_all_words_count() -> None:
    assert sorted(names(queries.find("Monroe")))[:3] == [
        "City of Monroe, Monroe, GA",
        "City of Monroe, Monroe, WI",
        "Monroe County Sheriff’s Office, Rochester, NY",
    ]
    assert names(queries.find("Monroe", most=1))[0].startswith("City of Monroe")


def test_a_rare_misspelling_in_the_directory_does_not_hide_the_word(present: World) -> None:
    stations = (f"Police Station {n},Weir,MS,city" for n in range(40))
    imported(present, file_of(*stations, "Weir Polcie,Weir,MS,city"))
    found = names(queries.find("polcie"))
    assert found[0] == "Weir Polcie, Weir, MS"
    assert len(found) > 40

"""Officers learn who a person is when two of different offices agree. It can be refused, and asked once more."""

from designation.demo.world import World
from tests.designation.cases import steps
from tests.designation.cases.steps import WHY, act
from tests.designation.walking import refused


def test_until_two_agree_the_person_has_a_pseudonym(demo_world: World) -> None:
    case = steps.asked_to_unmask(demo_world)
    assert case.about == case.pseudonym != "Eve Laurent"
    assert act(demo_world, case, "unmask", "ira").about == case.pseudonym
    assert act(demo_world, case, "unmask", "iris").about == "Eve Laurent"


def test_two_officers_of_one_office_are_not_enough(demo_world: World) -> None:
    from designation.demo.world import appoint
    from designation.models import Person

    case = steps.asked_to_unmask(demo_world)
    office = demo_world.people["ira"].office
    demo_world.people["ike"] = Person.objects.create_user("ike@risk.example", name="Ike Ray", office=office)
    appoint(demo_world, "ike", "insider_risk_officer", ("nora", "neil"))
    case = act(demo_world, case, "unmask", "ira", "ike")
    assert case.unmasked_at is None


def test_another_officer_refuses_and_then_others_decide(demo_world: World) -> None:
    case = act(demo_world, steps.asked_to_unmask(demo_world), "refuse_unmasking", "ivo", reason=WHY)
    assert case.unmasking_asked_by is None
    case = act(demo_world, case, "ask_to_unmask", "ira", reason=WHY)
    assert refused(lambda: act(demo_world, case, "unmask", "ivo")) == ("refused_before",)
    assert act(demo_world, case, "unmask", "ira", "iris").unmasked_at is not None


def test_a_refusal_voids_nothing_but_the_request(demo_world: World) -> None:
    case = act(demo_world, steps.asked_to_unmask(demo_world), "unmask", "ira")
    case = act(demo_world, case, "refuse_unmasking", "ivo", reason=WHY)
    assert refused(lambda: act(demo_world, case, "unmask", "iris")) == ("not_asked",)
    case = act(demo_world, case, "ask_to_unmask", "ira", reason="Another reason.")
    assert act(demo_world, case, "unmask", "iris").unmasked_at is None

"""A roster administrator finds an organization in the directory and nominates it."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from designation.demo.world import World
from designation.directory import queries
from designation.models import Partner
from tests.designation.directory.importing import file_of, imported

WATER = file_of(
    "Cedar County Water District,Tipton,IA,local utility,water,small,,,,IA1600000,,cal@cedarwater.example"
)


def test_a_misspelled_name_leads_to_a_nomination_with_its_facts(
    present: World, as_person: Callable[[World, str], Client]
) -> None:
    imported(present, WATER)
    (entry,) = queries.find("Ceder Conty Watr Distrikt")
    rhea = as_person(present, "rhea")
    page = rhea.get(reverse("directory_entry", args=[entry.pk]))
    address = reverse("partner_nominate_entry", args=[entry.pk])
    assert address in page.content.decode()
    form = rhea.get(address).context["form"]
    typed = {name: field.initial or form.initial.get(name, "") for name, field in form.fields.items()}
    typed |= {"contact_name": "Cal Weiss", "sponsor": ""}
    assert rhea.post(address, typed).status_code == 302
    partner = Partner.objects.get()
    assert (partner.entry, partner.us_state, partner.contact_email) == (entry, "IA", "cal@cedarwater.example")
    assert "PWSID IA1600000" in partner.identifiers

"""Who begins and goes on with an upload: its own author, for as long as their role and the request last."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from designation.artifacts.models import Artifact
from designation.artifacts.resumable import pieces
from designation.demo.world import World
from designation.models import Appointment, Request
from designation.people.actions import appointments
from tests.designation.artifacts.uploads.tus import MIB, Tus, artifact_at, content_of, stored
from tests.designation.walking import appoint, request_in

AsPerson = Callable[[World, str], Client]


@pytest.mark.parametrize("key", ["ravi", "eve", "cora", "hope", "olga", "maya"])
def test_only_the_developers_people_begin_uploads(
    dana: Tus, present: World, as_person: AsPerson, key: str
) -> None:
    assert Tus(as_person(present, key), dana.request).create(5).status_code == 404
    assert not Artifact.objects.exists()


def test_an_upload_is_not_there_under_another_request(dana: Tus, present: World) -> None:
    other = request_in(present, "covered", "Juniper")
    address = dana.begun(MIB).replace(dana.request.number, other.number)
    for verb in ("HEAD", "DELETE"):
        assert dana.send(verb, address).status_code == 404


def end_roles(world: World, key: str) -> None:
    for held in Appointment.objects.filter(person=world.people[key], state="active"):
        appointments.end(held, actor=world.actor("maya"), now=world.now)


def test_whoever_has_no_role_any_more_does_not_go_on(dana: Tus, present: World) -> None:
    address = dana.begun(MIB)
    end_roles(present, "dana")
    assert dana.patch(address, content_of(MIB)).status_code in (404, 410)
    assert artifact_at(address).received_bytes == 0


def test_an_auditor_reads_and_does_not_upload(dana: Tus, present: World) -> None:
    address = dana.begun(MIB)
    end_roles(present, "dana")
    appoint(present, "dana", "auditor", ("maya", "miles"))
    assert dana.client.get(reverse("artifacts", args=[dana.request.number])).status_code == 200
    assert dana.create(5).status_code == 404
    for verb in ("HEAD", "DELETE"):
        assert dana.send(verb, address).status_code == 404
    assert dana.patch(address, content_of(MIB)).status_code == 404


def test_a_role_that_ends_while_a_piece_arrives_counts(
    dana: Tus, present: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, before, receive = dana.begun(MIB), stored(), pieces.receive

    def slowly(*args: Any, **kwargs: Any) -> Any:
        part = receive(*args, **kwargs)
        end_roles(present, "dana")
        return part

    monkeypatch.setattr(pieces, "receive", slowly)
    assert dana.patch(address, content_of(MIB)).status_code == 404
    assert artifact_at(address).received_bytes == 0
    assert stored() == before


@pytest.mark.parametrize("state", ["draft", "withdrawn", "closed", "concluded"])
def test_a_request_that_is_not_under_way_takes_none(present: World, as_person: AsPerson, state: str) -> None:
    answer = Tus(as_person(present, "dana"), request_in(present, state)).create(5)
    assert answer.status_code == 422
    assert "until it is over" in answer.content.decode()


def test_an_upload_ends_with_its_request(dana: Tus, present: World, covered: Request) -> None:
    address = dana.begun(2 * MIB)
    dana.patch(address, content_of(MIB))
    present.act(covered, "withdraw", "carl")
    assert dana.patch(address, content_of(MIB), MIB).status_code == 410
    assert dana.send("HEAD", address).status_code == 410


@pytest.mark.parametrize("verb", ["POST", "PATCH", "DELETE"])
def test_a_token_is_needed_in_a_header(dana: Tus, present: World, verb: str) -> None:
    address = dana.begun(MIB)
    client = Client(enforce_csrf_checks=True)
    client.force_login(present.people["dana"])
    strict = Tus(client, dana.request)
    where = reverse("uploads", args=[dana.request.number]) if verb == "POST" else address
    headers = {"Upload_Length": 5} if verb == "POST" else {"Upload_Offset": 0}
    data = content_of(MIB) if verb == "PATCH" else b""
    headers["Content_Type"] = "application/offset+octet-stream"
    assert strict.send(verb, where, data, **headers).status_code == 403
    assert dana.offset(address) == 0
    page = client.get(reverse("artifact_upload", args=[dana.request.number])).content.decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    answer = strict.send(verb, where, data, X_CSRFToken=token, **headers)
    assert answer.status_code in (201, 204)


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X_HTTP_Method", "X_Method_Override"])
def test_no_header_overrides_the_method(dana: Tus, header: str) -> None:
    address = dana.begun(MIB)
    headers = {header: "DELETE"}
    assert dana.send("POST", address, **headers).status_code == 405
    assert dana.send("HEAD", address, **headers).status_code == 200
    assert artifact_at(address).state == "receiving"


@pytest.mark.parametrize("verb", ["HEAD", "PATCH", "DELETE", "OPTIONS", "POST"])
def test_a_signed_out_person_is_told_so_and_sent_nowhere(dana: Tus, verb: str) -> None:
    address = dana.begun(MIB)
    stranger = Tus(Client(), dana.request)
    for where in (address, reverse("uploads", args=[dana.request.number])):
        answer = stranger.send(verb, where, content_of(MIB) if verb == "PATCH" else b"")
        assert answer.status_code == 403
        assert "Location" not in answer

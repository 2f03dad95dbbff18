from designation.artifacts.may_read import may_read
from tests.designation.walking import fresh
from workflow import clock
from workflow.models import Entry


def test_reading_stops(present, share, eve, of_eve):
    print(
        [one.code for one in may_read(present.people["eve"].pk, share.pk, fresh(share.window), clock.now())]
    )
    print(
        Entry.objects.filter(log=share.log_id).order_by("-index").values_list("event", "actor", "details")[:3]
    )
    print(present.people["eve"].roles_held())
    assert eve.opens().status_code == 404
    for key in ("ivo", "iris"):
        print(present.act(of_eve, "lift", key))
    assert eve.opens().status_code == 200

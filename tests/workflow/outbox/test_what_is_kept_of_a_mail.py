"""What is kept of a mail: that it was sent, to whom and when, and its words only where a page shows them."""

import pytest

from tests.workflow.toy.making import holder, new_lamp
from workflow import outbox
from workflow.models import Delivery
from workflow.perform import perform

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kept", [True, False])
def test_words_are_kept_where_the_settings_say_so(settings, mailoutbox, kept):
    settings.WORKFLOW_KEEP_MAIL = kept
    lamp = new_lamp()
    perform(lamp, "light", actor=holder(lamp), inputs={"brightness": 5})
    outbox.deliver(1000)
    assert mailoutbox
    assert all(mail.body for mail in mailoutbox)
    bodies = Delivery.objects.filter(state="sent").values_list("body", flat=True)
    assert len(bodies) == len(mailoutbox)
    assert {bool(body) for body in bodies} == {kept}

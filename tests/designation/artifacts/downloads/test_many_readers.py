"""Many slow readers leave the site answering, and a process that is killed leaves no download without its end."""

from __future__ import annotations

import os
import signal
from contextlib import ExitStack
from datetime import timedelta

from django.test import Client

from designation.artifacts.downloads import clerk
from designation.artifacts.downloads.streams import MOST_OF_A_PERSON, MOST_STREAMS
from designation.artifacts.models import Download
from tests.designation.artifacts.downloads.conftest import Site
from tests.designation.artifacts.downloads.serving import address_of, session_of, wait_for
from tests.designation.artifacts.downloads.test_cutting_off import how_it_ended
from workflow.models import Entry

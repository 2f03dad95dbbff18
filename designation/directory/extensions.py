"""The kinds of jobs of the directory."""

from __future__ import annotations

from designation.directory.importing import jobs as importing
from designation.directory.lifecycle.imports import APPLY, CHECK, UNDO
from workflow import jobs

jobs.register(CHECK, importing.check)
jobs.register(APPLY, importing.apply)
jobs.register(UNDO, importing.undo)

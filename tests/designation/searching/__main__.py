"""`python -m tests.designation.searching FILE`: writes who is waited for in each state."""

import sys
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()
    from tests.designation.searching.waiting import page

    Path(sys.argv[1]).write_text(page(), encoding="utf-8")

"""What the same person asks for twice within a moment, as by a double click, was meant once."""

from datetime import timedelta

MOMENT = timedelta(minutes=1)

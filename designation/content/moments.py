"""The time within which a repeated request by the same person, such as a double click, counts as one."""

from datetime import timedelta

MOMENT = timedelta(minutes=1)

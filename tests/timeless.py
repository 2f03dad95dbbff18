"""What a page says whenever it is read: without instants, days and durations, which differ from reading to reading."""

import re

DURATION = r"\d+ (?:days?|d|h|min|s)\b(?: \d+ (?:h|min)\b)?"
DAY = r"[A-Z][a-z]{2}, [A-Z][a-z]{2} \d{1,2}, \d{4}"
INSTANT = rf"(?:{DAY}, )?\d+:\d\d(?::\d\d)?(?: [ap]\.m\.)?|{DAY}|\d{{4}}-\d\d-\d\d(?:T[0-9:]+Z)?"
PASSING = re.compile(rf"in {DURATION}|{DURATION} late|{DURATION}|{INSTANT}")


def timeless(text: str) -> str:
    """Return a text without anything that the passing of time alone changes, with single spaces."""
    return " ".join(PASSING.sub(" ", text).split())

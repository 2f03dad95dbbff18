"""The small world of people, for tests of their accounts."""

from tests.designation.people.conftest import sign_in, world

__all__ = ["sign_in", "world"]

"""Counts of attempts (to sign in, to reauthenticate, to submit), kept until they expire."""

from django.db import models


class Attempts(models.Model):
    """One count, with its key and its expiry. It is in the database, so a restart of Redis does not lose it."""

    key = models.CharField(max_length=300, primary_key=True)
    value = models.JSONField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key

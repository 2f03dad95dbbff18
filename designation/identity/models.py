"""Counts of attempts (to sign in, to prove who one is, to hand something in), for as long as they limit anything."""

from django.db import models


class Attempts(models.Model):
    """One count with its key and its end. It stands in the database, so that no restart of Redis forgets it."""

    key = models.CharField(max_length=300, primary_key=True)
    value = models.JSONField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key

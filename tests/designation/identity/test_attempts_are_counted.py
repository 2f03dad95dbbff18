"""Counts of attempts stand in the database: exact at one instant, over by its clock, and never piling up."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connections

from designation.models import Attempts

WORKERS = 8


def at_once(work):
    def run(_number):
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, range(WORKERS)))


@pytest.mark.race
def test_of_several_at_the_same_instant_one_is_first_and_all_are_counted(own_database):
    assert sorted(at_once(lambda: cache.add("lock", value=True, timeout=60))) == [False] * (WORKERS - 1) + [
        True
    ]
    cache.set("count", 0, timeout=60)
    assert sorted(at_once(lambda: cache.incr("count"))) == list(range(1, WORKERS + 1))


@pytest.mark.django_db
def test_what_has_ended_counts_no_more_and_goes_with_the_next():
    cache.set("short", [1.5, 2], timeout=0)
    assert cache.get("short", "nothing") == "nothing"
    with pytest.raises(ValueError, match="short"):
        cache.incr("short")
    assert cache.add("short", [3], timeout=60)
    assert cache.get("short") == [3]
    for number in range(5):
        cache.set(f"ended-{number}", 1, timeout=0)
    cache.set("other", 1, timeout=60)
    assert Attempts.objects.count() == 2


@pytest.mark.django_db
def test_what_is_deleted_or_cleared_is_forgotten():
    cache.set("one", 1)
    cache.set("two", {"a": [True, None]})
    assert cache.get("two") == {"a": [True, None]}
    assert cache.delete("one")
    assert not cache.delete("one")
    cache.clear()
    assert cache.get("two") is None

"""Kills a process (`kill -9`) at any point of its work: around each statement, each COMMIT and each mail.

The hook is installed here, in a forked process of a test, and exists nowhere else.
"""

import json
import os
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, connections


class Countdown:
    """Passes so many points, then kills this process."""

    def __init__(self, points: int) -> None:
        self.left = points

    def point(self) -> None:
        """Pass one point, or die here."""
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1

    def around(self, context: Callable[..., Any], *args: Any) -> Any:
        """Do something, with a point before and a point after it."""
        self.point()
        done = context(*args)
        self.point()
        return done


_present: list[Countdown] = []


class Posted(BaseEmailBackend):
    """Writes each mail as one line of the file `POSTED`, with a point before and after."""

    def send_messages(self, messages: Any) -> int:
        """Hand the mails over."""
        for message in messages:
            line = json.dumps([message.to[0], message.subject, message.body]) + "\n"
            (_present[-1].around if _present else lambda context, *args: context(*args))(_append, line)
        return len(messages)


def _append(line: str) -> None:
    with Path(os.environ["POSTED"]).open("a", encoding="utf-8") as file:
        file.write(line)


def point() -> None:
    """Pass a further point of the work, or die there. Nothing happens where nobody is to be killed."""
    if _present:
        _present[-1].point()


def anything(_statement: str) -> bool:
    """Whether the points around a statement count: all do."""
    return True


def dies(work: Callable[[], Any], points: int, counts: Callable[[str], bool] = anything) -> bool:
    """Do the work in a process of its own that is killed after so many points; False where it ended before that."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        ended = 1
        try:
            with _killed_after(points, counts):
                work()
            ended = 0
        except BaseException:
            traceback.print_exc()
        os._exit(ended)
    _pid, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, "The work failed by itself; its traceback is in the output."
    return False


def every_death(
    work_of: Callable[[], Callable[[], Any]], counts: Callable[[str], bool] = anything
) -> Iterator[bool]:
    """Kill work, begun anew each time, at its first point, its second, and so on; yield after each, the last alive.

    `counts` says around which statements there are points.
    """
    points = 0
    while dies(work_of(), points, counts):
        points += 1
        yield True
    assert points > 4, "Hardly any point was met: the hook is not in place."
    yield False


@contextmanager
def _killed_after(points: int, counts: Callable[[str], bool]) -> Iterator[None]:
    countdown = Countdown(points)
    _present.append(countdown)
    commit = connection._commit
    connection._commit = lambda: countdown.around(commit)

    def around_statement(execute: Any, statement: Any, *args: Any) -> Any:
        if not counts(str(statement)):
            return execute(statement, *args)
        return countdown.around(execute, statement, *args)

    with connection.execute_wrapper(around_statement):
        yield

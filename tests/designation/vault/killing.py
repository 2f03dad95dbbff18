"""Run an action in a process of its own and kill that process at a chosen line of the vault's code."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import designation.vault

_VAULT = str(Path(designation.vault.__file__).parent)
_DONE, _FAILED, _KILLED = 0, 1, 9


def kills(action: Callable[[], object]) -> Iterator[int]:
    """Yield after each kill of `action`, first at its 1st line, then its 2nd, …, until it runs to its end.

    The caller makes new ground for `action` between two kills.
    """
    line = 1
    while (outcome := _run(action, line)) == _KILLED:
        yield line
        line += 1
    assert outcome == _DONE, "The action failed by itself."


def _run(action: Callable[[], object], kill_at: int) -> int:
    process = os.fork()
    if process == 0:
        _die_at(kill_at)
        try:
            action()
        except BaseException:
            os._exit(_FAILED)
        os._exit(_DONE)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _die_at(line: int) -> None:
    left = line

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if not frame.f_code.co_filename.startswith(_VAULT):
            return None
        if event == "line":
            left -= 1
            if left == 0:
                os._exit(_KILLED)
        return trace

    sys.settrace(trace)

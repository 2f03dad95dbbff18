"""Child processes that cannot outlive us, stop in order, and do not run as root where that matters."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1
NAMESPACE = ("unshare", "-U", "--map-user=1000", "--map-group=1000")


class Trouble(Exception):
    """The environment prevents us from running. The message is one sentence for a person."""


class Stopped(BaseException):
    """A signal asked us to stop."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.signal = number


def stop_on_signals() -> None:
    """Turn SIGINT, SIGTERM and SIGHUP into `Stopped`. Later signals are ignored, so they cannot break the shutdown."""

    def stop(number: int, _frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(number)

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop)


def start(
    command: list[str],
    *,
    env: Mapping[str, str] | None = None,
    log: Path | None = None,
    unprivileged: bool = False,
    die_with: signal.Signals = signal.SIGTERM,
) -> "subprocess.Popen[bytes]":
    """Start a child in its own session, so that Ctrl-C reaches it only through us.

    `log` receives its output. `unprivileged` wraps it in a user namespace if we are root. On Linux, the
    kernel sends it `die_with` if we die without stopping it.
    """
    if unprivileged and os.geteuid() == 0:
        command = [*_namespace(), *command]
    supervisor = os.getpid()

    def end_with_us() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_DFL)
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(die_with))
            if os.getppid() != supervisor:
                os._exit(1)

    with contextlib.ExitStack() as stack:
        output = stack.enter_context(log.open("ab")) if log else None
        return subprocess.Popen(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if log else None,
            start_new_session=True,
            preexec_fn=end_with_us,
        )


def stop(
    process: "subprocess.Popen[bytes]", *, by: signal.Signals = signal.SIGTERM, timeout_s: float = 15
) -> None:
    """Ask the child to stop, and wait. After `timeout_s` seconds, kill it and the processes it started."""
    if process.poll() is None:
        process.send_signal(by)
        try:
            process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def stop_left_behind(pid_file: Path, folder: Path, *, by: signal.Signals) -> None:
    """Stop the server that a killed supervisor left behind in `folder`, and remove its stale `pid_file`.

    The process is stopped only if its working directory is `folder`, because process ids are reused after a
    restart.
    """
    try:
        pid = int(pid_file.read_text().split()[0])
    except (FileNotFoundError, ValueError, IndexError):
        pid_file.unlink(missing_ok=True)
        return
    deadline = time.monotonic() + 15
    while _works_in(pid, folder):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, by if time.monotonic() < deadline else signal.SIGKILL)
        time.sleep(0.1)
    pid_file.unlink(missing_ok=True)


def run_until_done(command: list[str], env: Mapping[str, str]) -> int:
    """Run a command in our terminal and return its exit status. A signal to us is passed on to it first."""
    try:
        process = subprocess.Popen(command, env=env)
    except FileNotFoundError:
        raise Trouble(f"There is no command {command[0]!r}.") from None
    try:
        status = process.wait()
    except Stopped as stopped:
        if stopped.signal != signal.SIGINT:  # Ctrl-C has already reached it through the terminal
            process.send_signal(stopped.signal)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        raise
    return status if status >= 0 else 128 - status


def _works_in(pid: int, folder: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
    except OSError:
        return False


@cache
def _namespace() -> tuple[str, ...]:
    """Return the command prefix with which root runs servers as an unprivileged user. Raises: Trouble."""
    with contextlib.suppress(FileNotFoundError):
        if subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0:
            return NAMESPACE
    raise Trouble(
        "PostgreSQL does not run as root and this machine gives out no user namespaces: "
        f"run this as another user than {pwd.getpwuid(os.geteuid()).pw_name}, or set DATABASE_URL and REDIS_URL."
    )

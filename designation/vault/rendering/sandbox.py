"""The lock of a child: what it may still ask of the kernel is memory, and its own open descriptors.

The list names what is allowed; everything else fails with EPERM (also the x32 variants of system calls, which the
kernel's filter kills). It holds for the rest of the process's life. Everything must be imported before `lock`.
"""

import ctypes
import errno
import fcntl
import os
import resource
import socket
from collections.abc import Callable
from functools import cache
from typing import Any

MEMORY_BYTES = 1536 << 20
DESCRIPTORS = 8
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
PROT_EXEC = 4

ALLOWED = (
    *("read", "readv", "recvmsg", "recvfrom", "write", "writev", "lseek", "close"),
    *("munmap", "mremap", "brk", "madvise", "futex"),
    *("rt_sigreturn", "rt_sigprocmask", "rt_sigaction", "sigaltstack", "restart_syscall"),
    *("clock_gettime", "gettimeofday", "getrandom", "getpid", "gettid", "sched_yield", "rseq"),
    *("exit", "exit_group"),
)
ALLOWED_FCNTL = (fcntl.F_GETFD, fcntl.F_GETFL, fcntl.F_DUPFD_CLOEXEC, fcntl.F_GET_SEALS)


class NoSandbox(Exception):
    """This machine cannot lock a child, or the lock does not hold. The message is a sentence for the operator."""


@cache
def seccomp() -> Any:
    """Return pyseccomp. Raises: NoSandbox, if libseccomp is not installed."""
    try:
        import pyseccomp
    except (ImportError, RuntimeError, OSError) as problem:
        raise NoSandbox(
            "Nothing can be rendered, because libseccomp is missing (on Debian, install libseccomp2)."
        ) from problem
    return pyseccomp


def end_with_parent() -> None:
    """Have the kernel kill this process when its parent ends. Call it in the child, with the parent alive."""
    _prctl(PR_SET_PDEATHSIG, 9)


def lock(*, cpu_s: int) -> None:
    """Give up everything but memory and open descriptors, for good. Raises: NoSandbox."""
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: cpu_s,
        resource.RLIMIT_NOFILE: DESCRIPTORS,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    try:
        for limit, most in limits.items():
            resource.setrlimit(limit, (most, most))
        _prctl(PR_SET_DUMPABLE, 0)
        _prctl(PR_SET_NO_NEW_PRIVS, 1)
        _load_filter()
    except (OSError, ValueError) as problem:
        raise NoSandbox(
            f"Nothing can be rendered, because a child could not be locked ({problem})."
        ) from problem


def _load_filter() -> None:
    kit = seccomp()
    rules = kit.SyscallFilter(kit.ERRNO(errno.EPERM))
    for name in ALLOWED:
        rules.add_rule(kit.ALLOW, name)
    for name in ("mmap", "mprotect"):  # memory, but none that is executable
        rules.add_rule(kit.ALLOW, name, kit.Arg(2, kit.MASKED_EQ, PROT_EXEC, 0))
    for command in ALLOWED_FCNTL:
        rules.add_rule(kit.ALLOW, "fcntl", kit.Arg(1, kit.EQ, command))
    # The C library then falls back to the older clone, which is refused.
    rules.add_rule(kit.ERRNO(errno.ENOSYS), "clone3")
    rules.load()


def check_lock() -> None:
    """Try to open a file, to connect and to start a process. Raises: NoSandbox, if one of them succeeds."""
    attempts: dict[str, Callable[[], object]] = {
        "open a file": lambda: os.open("/etc/passwd", os.O_RDONLY),
        "open a socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
        "fork": _fork,
        "start a program": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606 - it must fail
        "make a file in memory": lambda: os.memfd_create("document"),
    }
    for what, attempt in attempts.items():
        try:
            attempt()
        except OSError as refused:
            if refused.errno == errno.EPERM:
                continue
        raise NoSandbox(f"Nothing can be rendered, because a locked child could still {what}.")


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _prctl(option: int, value: int) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")

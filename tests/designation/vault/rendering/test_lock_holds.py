"""A locked process reaches no file, no network and no other process, whichever way it tries."""

import errno
import os
import signal
import subprocess
import sys

import pytest

LOCKED = """
import ctypes, errno, fcntl, mmap, os, resource, signal, socket, sys, threading
from designation.vault.rendering import sandbox
libc = ctypes.CDLL(None, use_errno=True)
pair = socket.socketpair()
buffer = ctypes.create_string_buffer(4096)
def call(*arguments):
    if libc.syscall(*[ctypes.c_long(a) for a in arguments]) < 0:
        raise OSError(ctypes.get_errno(), "syscall")
sandbox.seccomp()
sandbox.lock(cpu_s=5)
try:
    {attempt}
except OSError as refused:
    os.write(1, errno.errorcode[refused.errno].encode())
else:
    os.write(1, b"it worked")
os._exit(0)
"""
ATTEMPTS = {
    "read a file": "os.open('/etc/passwd', os.O_RDONLY)",
    "read the environment": "os.open('/proc/self/environ', os.O_RDONLY)",
    "write a file": "os.open('/x', os.O_WRONLY | os.O_CREAT)",
    "make a nameless file": "os.open('/', os.O_TMPFILE | os.O_RDWR)",
    "learn of a file": "os.stat('/etc/passwd')",
    "list a folder": "os.listdir('/')",
    "remove a file": "os.unlink('/x')",
    "rename a file": "os.rename('/x', '/y')",
    "make a folder": "os.mkdir('/x')",
    "make memory that is a file": "os.memfd_create('x')",
    "open an internet socket": "socket.socket(socket.AF_INET)",
    "open a unix socket": "socket.socket(socket.AF_UNIX)",
    "open a pair of sockets": "socket.socketpair()",
    "connect a socket": "pair[0].connect('/x')",
    "send a descriptor": "socket.send_fds(pair[0], [b'x'], [1])",
    "fork": "os.fork()",
    "start a program": "os.execv('/bin/true', ['true'])",
    "start a program from a descriptor": "call(322, 1, 0, 0, 0, 0x1000)",
    "signal another process": "os.kill(os.getppid(), 0)",
    "trace another process": "call(101, 16, os.getppid(), 0, 0)",
    "read another's memory": "call(310, os.getppid(), 0, 0, 0, 0, 0)",
    "open another process": "os.pidfd_open(os.getppid())",
    "map memory that can run": "mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC)",
    "make memory runnable": "call(10, ctypes.addressof(buffer) & ~4095, 4096, 5)",
    "leave the root": "os.chroot('/tmp')",
    "become another": "os.setuid(1)",
    "raise a limit": "call(302, 0, resource.RLIMIT_CORE, ctypes.addressof(buffer), 0)",
    "load code into the kernel": "call(321, 0, 0, 0)",
    "use io_uring": "call(425, 1, ctypes.addressof(buffer))",
    "use a foreign fcntl": "fcntl.fcntl(1, fcntl.F_SETFL, 0)",
}
ONLY_HERE = pytest.mark.skipif(os.uname().machine != "x86_64", reason="numbers of system calls of x86-64")


def attempt(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LOCKED.format(attempt=code)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@ONLY_HERE
@pytest.mark.parametrize("what", ATTEMPTS)
def test_locked_process_cannot(what):
    done = attempt(ATTEMPTS[what])
    assert (done.stdout, done.returncode) == ("EPERM", 0), done.stderr


@ONLY_HERE
def test_new_clone_is_said_not_to_exist():
    """So that the C library falls back to the older call, which is refused."""
    assert attempt("call(435, 0, 0)").stdout == errno.errorcode[errno.ENOSYS]


@ONLY_HERE
@pytest.mark.parametrize("number", [0, 2, 57])
def test_calls_by_their_other_numbers_end_the_process(number):
    """The x32 variants, by which lists of what is forbidden are avoided."""
    done = attempt(f"call(0x40000000 + {number}, 0, 0, 0)")
    assert (done.stdout, done.returncode) == ("", -signal.SIGSYS)


def test_threads_cannot_be_started():
    assert "can't start new thread" in attempt("threading.Thread(target=print).start()").stderr


def test_memory_is_limited():
    assert "MemoryError" in attempt("bytearray(2 << 30)").stderr


def test_what_a_job_needs_still_works():
    assert attempt("bytearray(1 << 20); mmap.mmap(-1, 4096); os.urandom(8)").stdout == "it worked"


@pytest.mark.parametrize("missing", ["openat", "socket", "clone", "execve", "memfd_create"])
def test_child_notices_a_lock_that_does_not_hold(missing):
    code = (
        "from designation.vault.rendering import sandbox\n"
        f"sandbox.ALLOWED += ({missing!r},)\n"
        "sandbox.seccomp()\n"
        "sandbox.lock(cpu_s=5)\n"
        "sandbox.check_lock()\n"
        "print('held')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "held" not in done.stdout
    assert missing == "execve" or "a locked child could still" in done.stderr

"""`make run`: run everything on one machine, in the foreground, until Ctrl-C.

It starts the servers, migrates the tables (as their owner), grants rights, loads the demonstration world and
collects static files. Then it runs web, worker and beat, which know only the login without rights, and the renderer,
which knows nothing: its environment is empty. A process that ends is restarted. If a process keeps ending, everything
is stopped.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from designation.config import environment
from designation.local import processes
from designation.local.embedded import InUse, data_dir_from_environment, servers, socket_folder
from designation.local.processes import Stopped, Trouble

PYTHON = sys.executable
CELERY = [PYTHON, "-m", "celery", "--quiet", "-A", "designation.config.celery"]
PROCESSES = {
    "web": [
        PYTHON,
        "-m",
        "gunicorn",
        "-c",
        "python:designation.config.web_server",
        "designation.config.wsgi",
    ],
    "worker": [
        *CELERY,
        "worker",
        "--concurrency=2",
        "--without-gossip",
        "--without-mingle",
        "--loglevel=WARNING",
    ],
    "beat": [*CELERY, "beat", "--pidfile=", "--loglevel=WARNING"],
}
METRICS = {"metrics": [PYTHON, "manage.py", "serve_metrics"]}
"""Started only if METRICS_ADDRESS is set."""
RENDERER = "renderer"
RENDERING = [PYTHON, "-m", "designation.vault.rendering"]
OWNERS_SETTINGS = ("DATABASE_OWNER_URL", "DATABASE_SUPERUSER_URL")
RESTARTS = 5  # within RESTART_WINDOW_S, for one process
RESTART_WINDOW_S = 60


def main() -> int:
    """Serve until stopped. Return 1 after a problem, which is reported in one sentence, or 0 after a signal."""
    processes.stop_on_signals()
    try:
        _serve()
    except Stopped:
        return 0
    except InUse as trouble:
        print(f"{trouble} Stop the other one first, or choose another DATA_DIR.", file=sys.stderr)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
    except environment.SettingProblem as problem:
        print(f"Setting: {problem}", file=sys.stderr)
    return 1


def _serve() -> None:
    host = environment.text("HOST", "127.0.0.1")
    port = environment.integer("PORT", 8000, least=1, most=65535)
    _port_is_free(host, port)
    print("Starting …", flush=True)
    data_dir = data_dir_from_environment()
    with servers(data_dir, throwaway=False) as addresses, _renderer_socket(data_dir) as renderer_socket:
        env = {**os.environ, **addresses, "RENDERER_SOCKET": renderer_socket}
        with _running({name: value for name, value in env.items() if name not in OWNERS_SETTINGS}) as running:
            running.start(RENDERER)  # the demonstration's artifacts are looked at when they are sealed
            _prepare(env)
            for name in PROCESSES | (METRICS if env.get("METRICS_ADDRESS") else {}):
                running.start(name)
            _wait_for_web(running, host, port)
            _say_where(env, host, port)
            _watch(running)


def _port_is_free(host: str, port: int) -> None:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as problem:
        raise Trouble(
            f"Port {port} on {host} cannot be used ({problem.strerror}); choose another PORT."
        ) from problem


@contextmanager
def _renderer_socket(data_dir: Path) -> Iterator[str]:
    """Yield the path of the socket at which the renderer is to listen."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with socket_folder(data_dir) as folder:
        yield str(folder / "renderer.sock")


def _prepare(env: dict[str, str]) -> None:
    """Update the database and the static files. Every command can be repeated safely."""
    known = _manage(env, "help", "--commands", quiet=True).split()
    _manage(env, "migrate", "--verbosity=0")
    if "grant_rights" in known:
        _manage(env, "grant_rights", quiet=True)
    _manage(env, "collectstatic", "--noinput", "--verbosity=0")
    if "demo" in known and env.get("DESIGNATION_MODE", "demonstration") == "demonstration":
        _manage(env, "demo")


def _manage(env: dict[str, str], *arguments: str, quiet: bool = False) -> str:
    """Run a management command. If `quiet`, return what it printed. Raises: Trouble, if it fails.

    What a command says in one sentence becomes the trouble's sentence.
    """
    output = subprocess.PIPE if quiet else None
    command = [PYTHON, "manage.py", *arguments]
    done = subprocess.run(command, env=env, stdout=output, stderr=subprocess.PIPE, text=True, check=False)
    said = done.stderr.strip()
    if done.returncode != 0 and said and "\n" not in said:
        raise Trouble(said.removeprefix("CommandError: "))
    sys.stderr.write(done.stderr)
    if done.returncode != 0:
        raise Trouble(f"Nothing was started, because `manage.py {arguments[0]}` failed.")
    return done.stdout or ""


class _Running:
    """The processes of this site by name, and the times at which each was restarted."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.restarts: dict[str, list[float]] = {name: [] for name in (RENDERER, *PROCESSES, *METRICS)}

    def start(self, name: str) -> None:
        if name == RENDERER:
            command = [*RENDERING, self.env["RENDERER_SOCKET"]]
            self.children[name] = processes.start(command, env={})
        else:
            self.children[name] = processes.start((PROCESSES | METRICS)[name], env=self.env)

    def restart_what_ended(self) -> None:
        """Restart every process that has ended. Raises: Trouble, if one process ended too often."""
        for name, child in self.children.items():
            if child.poll() is None:
                continue
            now = time.monotonic()
            recent = [at for at in self.restarts[name] if now - at < RESTART_WINDOW_S]
            if len(recent) >= RESTARTS:
                raise Trouble(
                    f"The {name} process ended {RESTARTS + 1} times within a minute; everything was stopped."
                )
            print(
                f"The {name} process ended (status {child.returncode}); starting it again.", file=sys.stderr
            )
            self.restarts[name] = [*recent, now]
            self.start(name)


@contextmanager
def _running(env: dict[str, str]) -> Iterator[_Running]:
    running = _Running(env)
    try:
        yield running
    finally:
        print("Stopping …", flush=True)
        for child in running.children.values():
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        for child in running.children.values():
            processes.stop(child, timeout_s=20)


def _wait_for_web(running: _Running, host: str, port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        running.restart_what_ended()
        try:
            with urllib.request.urlopen(f"http://{_to_reach(host)}:{port}/healthz", timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise Trouble("The web process does not answer; its messages are above.")


def _say_where(env: dict[str, str], host: str, port: int) -> None:
    at = env.get("SITE_URL") or f"http://{'localhost' if _to_reach(host) == '127.0.0.1' else host}:{port}"
    print(f"\nFrontier Designation answers at {at.rstrip('/')}/\n", flush=True)
    if env.get("DESIGNATION_MODE", "demonstration") == "demonstration":
        if "demo" in _manage(env, "help", "--commands", quiet=True).split():
            _manage(env, "demo", "--accounts")
        print("\nPress Ctrl-C to stop; the data stays.", flush=True)


def _watch(running: _Running) -> None:
    while True:
        time.sleep(1)
        running.restart_what_ended()


def _to_reach(host: str) -> str:
    """Return the host name under which this machine can reach a server that is bound to `host`."""
    if host in ("0.0.0.0", "::"):  # noqa: S104  (compared with, not bound to)
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


if __name__ == "__main__":
    sys.exit(main())

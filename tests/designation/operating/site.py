"""A whole site as `designation/docs/OPERATING.md` installs it, from Debian's servers and the files that are shipped.

It runs in one folder and listens on loopback and unix sockets only. Its processes are those that the units start: two
web servers behind nginx, two workers, one beat and the renderer.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from designation.local import processes

from .mailbox import PASSWORD as MAIL_PASSWORD
from .mailbox import USER as MAIL_USER
from .mailbox import Mailbox
from .people import Person
from .proxy import certificate_for, free_ports, write_nginx
from .units import DEPLOY, ROOT, command_of, example

POSTGRESQL = Path("/usr/lib/postgresql/15/bin")
PROGRAMS = (str(POSTGRESQL / "initdb"), "redis-server", "nginx", "openssl")
SERVICES = ("web-1", "web-2", "worker-1", "worker-2", "beat", "renderer")
LONGEST_S = 100


def missing_programs() -> list[str]:
    """Return the programs that this machine lacks to run a site."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


class RunningSite:
    """The servers, processes and settings of one site."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = dict(zip(("web-1", "web-2", "https", "http", "mail"), free_ports(5), strict=True))
        self.url = f"https://localhost:{self.ports['https']}"
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.database = "designation"
        self.secret_key = secrets.token_urlsafe(60)
        self.passwords = {name: secrets.token_urlsafe(24) for name in ("designation", "designation-owner")}
        self.certificate, self.key = certificate_for(folder)
        self.trust = ssl.create_default_context(cafile=self.certificate)
        self.mailbox = Mailbox(self.ports["mail"], self.certificate, self.key)

    def settings(self) -> dict[str, str]:
        """Return the environment of the services: the example's settings, at this site's places."""
        return {
            "PATH": os.environ["PATH"],
            "SSL_CERT_FILE": str(self.certificate),
            **example("site.env.example"),
            "SITE_URL": self.url,
            "SECRET_KEY": self.secret_key,
            "EMAIL_URL": f"smtps://{MAIL_USER}:{quote(MAIL_PASSWORD)}@localhost:{self.ports['mail']}",
            "DATABASE_URL": self._database("designation"),
            "REDIS_URL": f"unix://{self.folder}/redis.sock",
            "DATA_DIR": str(self.folder / "data"),
            "RENDERER_SOCKET": str(self.folder / "renderer" / "socket"),
            "WEB_WORKERS": "1",
            "WEB_THREADS": "16",
        }

    def manage(self, *arguments: str, owner: bool = False) -> str:
        """Run a management command as `designation-manage` does, and return what it printed."""
        running = self._managing(*arguments, owner=owner)
        out, err = running.communicate()
        assert running.returncode == 0, (arguments, out, err)
        return out

    def query(self, sql: str) -> list[str]:
        """Return the rows of a query as PostgreSQL's superuser, one line each."""
        return self._psql("-c", sql, database=self.database).splitlines()

    def person(self, address: str) -> Person:
        """Return somebody with a browser of their own."""
        return Person(address, self.url, self.trust, self.mailbox)

    def start(self, service: str) -> None:
        """Start a service as its unit does."""
        kind = service.partition("-")[0]
        unit, env = f"designation-{kind}.service", self.settings()
        changes = {}
        if kind == "web":
            env |= {"PORT": str(self.ports[service]), "LEDGER_KEYS": str(self.folder / "public")}
        if kind == "renderer":
            changes = {"/run/designation-renderer/socket": env["RENDERER_SOCKET"]}
        self.running[service] = processes.start(
            command_of(unit, changes), env=env, log=self.folder / f"{service}.log"
        )

    def kill(self, service: str) -> None:
        """Kill a service, with everything that it started, as the kernel does when memory runs out."""
        process = self.running.pop(service)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def start_all(self) -> None:
        """Start every service that does not run, and wait until the site is ready."""
        for service in reversed(SERVICES):
            if service not in self.running:
                self.start(service)
        self.wait_until(self.is_ready, "The site is not ready.")

    def stop_services(self) -> None:
        """Stop every service; the servers go on."""
        stopping = [self.running.pop(name) for name in SERVICES if name in self.running]
        for process in stopping:
            process.terminate()
        for process in stopping:
            processes.stop(process, by=signal.SIGTERM)

    def use_an_empty_database(self, name: str) -> None:
        """Create another database as `roles.sql` does, and let the site use it."""
        self._psql("-c", f'CREATE DATABASE {name} OWNER "designation-owner" TEMPLATE template0')
        self._psql("-c", f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
        self._psql("-c", f"GRANT CONNECT ON DATABASE {name} TO designation")
        self.database = name

    def wait_until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds. A service that ends meanwhile is an error."""
        deadline = time.monotonic() + LONGEST_S
        while not holds():
            assert time.monotonic() < deadline, (what, self.said())
            ended = [name for name, process in self.running.items() if process.poll() is not None]
            assert not ended, (ended, self.said())
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.running["nginx"].wait(0.1)

    def is_ready(self) -> bool:
        """Return whether the database, Redis, a worker and the beat work, as monitoring asks it."""
        try:
            with urlopen(f"{self.url}/readyz", timeout=5, context=self.trust) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def said(self) -> str:
        """Return the last lines of every log."""
        return "\n".join(
            f"{log.name}: {log.read_text()[-3000:]}" for log in sorted(self.folder.glob("*.log"))
        )

    def stop(self) -> None:
        """Stop every process, the servers last."""
        self.stop_services()
        for name in reversed([*self.running]):
            processes.stop(self.running[name], by=signal.SIGINT if name == "postgres" else signal.SIGTERM)
        self.mailbox.stop()

    def install(self) -> None:
        """Do what `OPERATING.md` says until the site answers."""
        meanwhile = [
            self._managing("make_ledger_keys"),
            self._managing("make_vault_keys"),
            self._managing("collectstatic", "--noinput", "--verbosity=0"),
        ]
        self._start_redis()
        self._start_nginx()
        self._start_postgresql()
        self.manage("migrate", "--verbosity=0", owner=True)
        self.manage("grant_rights", "--login", "designation", owner=True)
        for command in meanwhile:
            out, err = command.communicate()
            assert command.returncode == 0, (out, err)
        (self.folder / "public").mkdir()
        shutil.copy(self.folder / "data" / "keys" / "register.public", self.folder / "public")
        for service in reversed(SERVICES):
            self.start(service)
        self.manage("check", "--deploy", "--database", "default", "--fail-level", "WARNING")
        self.start_all()

    def _managing(self, *arguments: str, owner: bool = False) -> subprocess.Popen[str]:
        env = self.settings()
        if owner:
            env["DATABASE_OWNER_URL"] = self._database("designation-owner")
        command = [command_of("designation-web.service")[0], "manage.py", *arguments]
        return subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def _start_postgresql(self) -> None:
        cluster = self.folder / "cluster"
        log = self.folder / "postgres.log"
        command = [str(POSTGRESQL / "initdb"), "-D", str(cluster), "-U", "postgres", "--no-sync"]
        command += ["--auth=scram-sha-256", f"--pwfile={self._password_file()}"]
        assert processes.start(command, log=log, unprivileged=True).wait() == 0, self.said()
        with (cluster / "postgresql.conf").open("a") as file:
            file.write(f"include '{DEPLOY / 'postgresql.conf'}'\n")
        options = {"listen_addresses": "", "unix_socket_directories": str(self.folder), "fsync": "off"}
        words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        command = [str(POSTGRESQL / "postgres"), "-D", str(cluster), *words]
        self.running["postgres"] = processes.start(
            command, log=log, unprivileged=True, die_with=signal.SIGINT
        )
        self.wait_until(lambda: (self.folder / ".s.PGSQL.5432").exists() and self._answers(), "PostgreSQL")
        self._psql("-f", str(DEPLOY / "roles.sql"))
        for role, password in self.passwords.items():
            self._psql("-c", f"ALTER ROLE \"{role}\" PASSWORD '{password}'")

    def _password_file(self) -> Path:
        path = self.folder / "superuser"
        path.write_text("superuser")
        return path

    def _answers(self) -> bool:
        command = [str(POSTGRESQL / "pg_isready"), "-q", "-h", str(self.folder)]
        return subprocess.run(command, check=False).returncode == 0

    def _psql(self, *arguments: str, database: str = "postgres") -> str:
        command = [
            str(POSTGRESQL / "psql"),
            "-qAtX",
            "-h",
            str(self.folder),
            "-U",
            "postgres",
            "-d",
            database,
        ]
        env = {"PATH": os.environ["PATH"], "PGPASSWORD": "superuser"}
        done = subprocess.run([*command, *arguments], env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _database(self, role: str) -> str:
        return f"postgresql://{role}:{self.passwords[role]}@/{self.database}?host={self.folder}"

    def _start_redis(self) -> None:
        places = ["--unixsocket", str(self.folder / "redis.sock"), "--dir", str(self.folder)]
        command = ["redis-server", str(DEPLOY / "redis.conf"), *places]
        self.running["redis"] = processes.start(command, log=self.folder / "redis.log")

    def _start_nginx(self) -> None:
        main = write_nginx(self.folder, self.ports, self.certificate, self.key)
        self.running["nginx"] = processes.start(["nginx", "-c", str(main)], log=self.folder / "nginx.log")


@contextmanager
def running_site(folder: Path) -> Iterator[RunningSite]:
    """Install a site in a folder, and stop everything at the end."""
    with ExitStack() as stack:
        site = RunningSite(folder)
        stack.callback(site.stop)
        site.install()
        yield site

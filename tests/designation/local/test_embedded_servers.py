"""The embedded servers: one pair per data folder, reachable by us alone, gone when their supervisor is gone."""

import json
import os
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psycopg
import pytest

from designation.local.processes import stop_left_behind

EMBEDDED = [sys.executable, "-m", "designation.local.embedded"]
SHOW = [sys.executable, "-c", "import os, json; print(json.dumps(dict(os.environ)))"]


def surroundings(data_dir: Path) -> dict[str, str]:
    ours = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SUPERUSER_URL", "REDIS_URL", "DESIGNATION_MODE")
    return {**{k: v for k, v in os.environ.items() if k not in ours}, "DATA_DIR": str(data_dir)}


def run(data_dir: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*EMBEDDED, "--", *command], env=surroundings(data_dir), capture_output=True, text=True, check=False
    )


@pytest.fixture
def data_dir(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def supervisor(data_dir):
    """Run servers over the data folder until the test ends; yield their supervisor."""
    command = [*EMBEDDED, "--", "sh", "-c", "echo up; exec sleep 60"]
    with subprocess.Popen(command, env=surroundings(data_dir), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "up\n"
        yield process
        process.terminate()


def test_later_command_uses_the_servers_that_run(supervisor, data_dir):
    settings = json.loads(run(data_dir, *SHOW).stdout)
    assert settings["DATABASE_URL"] == json.loads((data_dir / "servers.json").read_text())["DATABASE_URL"]
    with psycopg.connect(settings["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("app",)


def test_nobody_else_reaches_the_sockets_or_the_passwords(supervisor, data_dir):
    assert (data_dir / "run").stat().st_mode & 0o077 == 0
    assert (data_dir / "servers.json").stat().st_mode & 0o077 == 0
    assert (data_dir / "passwords.json").stat().st_mode & 0o077 == 0


def test_password_is_asked_for(supervisor, data_dir):
    socket = data_dir / "run"
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://owner@/designation?host={socket}")


def test_login_owns_nothing_and_makes_nothing(supervisor, data_dir):
    settings = json.loads(run(data_dir, *SHOW).stdout)
    with psycopg.connect(settings["DATABASE_URL"], autocommit=True) as connection:
        owned = connection.execute("SELECT count(*) FROM pg_class WHERE relowner = 'app'::regrole").fetchone()
        assert owned == (0,)
        for what in (
            "TABLE mine (x int)",
            "DATABASE mine",
            "ROLE mine",
            "SCHEMA mine",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"CREATE {what}")


def test_data_outlives_the_servers(data_dir):
    insert = (
        "import os, psycopg; psycopg.connect(os.environ['DATABASE_OWNER_URL'], autocommit=True).execute('%s')"
    )
    assert run(data_dir, sys.executable, "-c", insert % "CREATE TABLE kept (x int)").returncode == 0
    assert run(data_dir, sys.executable, "-c", insert % "SELECT x FROM kept").returncode == 0


def test_exit_status_is_the_commands_own(data_dir):
    assert run(data_dir, "sh", "-c", "exit 7").returncode == 7


def test_killed_supervisor_leaves_no_server_behind(supervisor, data_dir):
    postgres = os.pidfd_open(int((data_dir / "postgres" / "postmaster.pid").read_text().split()[0]))
    supervisor.send_signal(signal.SIGKILL)
    supervisor.wait()
    ended, _, _ = select.select([postgres], [], [], 10)
    os.close(postgres)
    assert ended
    assert run(data_dir, "true").returncode == 0


def test_server_left_behind_is_stopped_before_another_starts(tmp_path):
    left_behind = subprocess.Popen(["sleep", "30"], cwd=tmp_path)
    pid_file = tmp_path / "server.pid"
    pid_file.write_text(f"{left_behind.pid}\n")
    reaper = threading.Thread(target=left_behind.wait)
    reaper.start()
    stop_left_behind(pid_file, tmp_path, by=signal.SIGTERM)
    reaper.join(5)
    assert left_behind.returncode == -signal.SIGTERM
    assert not pid_file.exists()


def test_stale_number_of_another_process_stops_nobody(data_dir):
    assert run(data_dir, "true").returncode == 0
    bystander = subprocess.Popen(["sleep", "30"])
    (data_dir / "postgres" / "postmaster.pid").write_text(f"{bystander.pid}\n{data_dir}/postgres\n")
    (data_dir / "redis" / "redis.pid").write_text(f"{bystander.pid}\n")
    try:
        assert run(data_dir, "true").returncode == 0
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_long_path_gets_a_short_socket_folder_that_goes_away(tmp_path):
    deep = tmp_path / ("d" * 100)
    settings = json.loads(run(deep, *SHOW).stdout)
    socket = Path(settings["REDIS_URL"].removeprefix("unix://").partition("?")[0])
    assert len(str(socket)) < 100
    assert not socket.parent.exists()


def test_real_servers_take_the_place_of_the_embedded_ones(data_dir):
    env = surroundings(data_dir) | {"DATABASE_URL": "postgresql://x@y/z", "REDIS_URL": "redis://y"}
    done = subprocess.run([*EMBEDDED, "--", *SHOW], env=env, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["DATABASE_URL"] == "postgresql://x@y/z"
    assert not data_dir.exists()


def test_unusable_folder_is_told_in_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    done = run(tmp_path / "file" / "data", "true")
    assert done.returncode == 1
    assert done.stderr.startswith("The data folder")
    assert len(done.stderr.splitlines()) == 1

"""The files in `designation/deploy` are right as they are: systemd, nginx, the shell and the settings accept them."""

from __future__ import annotations

import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .proxy import certificate_for, free_ports, write_nginx
from .units import DEPLOY, INSTALLED, ROOT, UNITS, command_of, example, replaced

OPERATING = (ROOT / "designation" / "docs" / "OPERATING.md").read_text()
SAFE_ENOUGH = 20
"""The most that `systemd-analyze security` may count against a unit, of 100."""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Return a folder with the units, whose commands lead to this environment."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze: install systemd")
    for name in [*UNITS, "designation.target"]:
        text = (DEPLOY / name).read_text()
        text = text.replace(f"{INSTALLED}/.venv/bin/python", sys.executable).replace(INSTALLED, str(ROOT))
        (tmp_path / name).write_text(text)
    return tmp_path


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("unit", [*UNITS, "designation.target"])
def test_systemd_accepts_each_unit(installed: Path, unit: str) -> None:
    done = analyze("verify", "--man=no", "--recursive-errors=no", str(installed / unit))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("unit", UNITS)
def test_each_unit_is_locked_down(installed: Path, unit: str) -> None:
    done = analyze("security", "--offline=yes", f"--threshold={SAFE_ENOUGH}", str(installed / unit))
    assert done.returncode == 0, done.stdout


def test_nginx_accepts_the_site(tmp_path: Path) -> None:
    if shutil.which("nginx") is None:
        pytest.skip("no nginx: install nginx")
    ports = dict(zip(("web-1", "web-2", "https", "http"), free_ports(4), strict=True))
    main = write_nginx(tmp_path, ports, *certificate_for(tmp_path))
    done = subprocess.run(["nginx", "-t", "-c", main], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def test_settings_are_described_and_complete() -> None:
    table = (ROOT / "README.md").read_text().split("## Settings")[1].split("\n## ")[0]
    settings = example("site.env.example")
    assert [name for name in settings if f"`{name}`" not in table] == []
    refused = check(settings)
    assert refused.stderr.startswith("Setting: SECRET_KEY is not set")
    done = check({**settings, "SECRET_KEY": secrets.token_hex(40)})
    assert (done.returncode, done.stderr) == (0, "")


def check(settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)


def test_no_service_learns_the_owners_login() -> None:
    assert [unit for unit in UNITS if "owner" in (DEPLOY / unit).read_text()] == []
    assert [name for name in example("owner.env.example") if name in example("site.env.example")] == []


def test_the_renderer_starts_with_an_empty_environment() -> None:
    assert command_of("designation-renderer.service")[:2] == ["/usr/bin/env", "-i"]
    assert "EnvironmentFile" not in (DEPLOY / "designation-renderer.service").read_text()


def test_every_file_is_explained() -> None:
    files = {path.name for path in DEPLOY.iterdir()}
    assert {name for name in files if f"`{name}`" not in OPERATING} == set()


@pytest.mark.parametrize(
    ("command", "user"),
    [("check", "designation"), ("migrate", "designation-owner"), ("back_up", "root"), ("restore", "root")],
)
def test_a_command_runs_as_the_user_it_needs(tmp_path: Path, command: str, user: str) -> None:
    script = manage_script(tmp_path)
    done = subprocess.run([script, command], capture_output=True, text=True, check=False)
    assert (
        done.stdout
        == f"--reuid {user} --regid {user} --init-groups --no-new-privs -- .venv/bin/python manage.py {command}\n"
    )


def test_without_a_command_it_says_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run([manage_script(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "Name a command, for example: designation-manage check\n")


def manage_script(folder: Path) -> Path:
    """Write the script so that it reads the examples here, and prints how it would run the command."""
    for name in ("site.env", "owner.env"):
        shutil.copy(DEPLOY / f"{name}.example", folder / name)
    changes = {
        "/etc/designation/": f"{folder}/",
        "exec setpriv": "echo",
        '"$(id -u)"': "0",
        INSTALLED: str(ROOT),
    }
    script = folder / "designation-manage"
    script.write_text(replaced((DEPLOY / "designation-manage").read_text(), changes))
    script.chmod(0o755)
    return script


def test_every_command_that_the_page_names_exists() -> None:
    named = set(re.findall(r"designation-manage ([a-z_]+)", OPERATING))
    command = [sys.executable, "manage.py", "help", "--commands"]
    settings = {**example("site.env.example"), "SECRET_KEY": secrets.token_hex(40)}
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=True)
    assert named - set(done.stdout.split()) == set()
    assert len(named) >= 7

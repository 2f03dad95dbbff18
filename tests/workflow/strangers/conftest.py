"""A register with full tiles and a cosigned checkpoint behind the running site, and strangers who read it."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings as site
from django.db import connections

from tests.conftest import serving
from tests.workflow.ledger.growing import new_log
from workflow.ledger import cosignature, keys
from workflow.ledger.cosignature import WitnessKey
from workflow.ledger.note import split
from workflow.ledger.seal import seal
from workflow.models import Cosignature

HERE = Path(__file__).parent
GO_PACKAGES = Path("/usr/share/gocode")
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OLDER, SIZE = 16, 304


@dataclass(frozen=True)
class Register:
    """A register that is served: its address, its verifier key, the key of the witness that cosigned it."""

    address: str
    key: str
    witness: str
    folder: Path


@pytest.fixture(scope="module")
def served(own_database, tmp_path_factory):
    """The register, served by the site's own web server."""
    folder = tmp_path_factory.mktemp("keys")
    site.LEDGER_KEYS = folder
    new_log()
    seal()
    for _ in range(SIZE - OLDER - 15):
        new_log()
    sealed = seal()
    line = cosignature.sign(split(sealed.note)[0], "witness.example/w1", WITNESS, datetime.now(UTC))
    witness = str(WitnessKey("witness.example/w1", WITNESS.public_key().public_bytes_raw()))
    Cosignature.objects.create(checkpoint=sealed, key=witness, at=datetime.now(UTC), line=line)
    connections.close_all()
    with serving() as address:
        yield Register(f"{address}/register", str(keys.public_keys().ed25519), witness, folder)


@pytest.fixture
def register(served, settings):
    """The register, with its keys where every test has its own."""
    settings.LEDGER_KEYS = served.folder
    return served


@pytest.fixture
def run(tmp_path):
    """Return a function that runs a stranger in a process of its own and gives its status and its words."""

    def ran(*command):
        done = subprocess.run(
            list(map(str, command)), cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
        )
        return done.returncode, done.stdout + done.stderr

    return ran


@pytest.fixture
def python(run):
    """Return a function that runs one of the Python strangers where our own code cannot be imported."""
    return lambda name, *arguments: run(sys.executable, "-I", HERE / f"{name}.py", *arguments)


@pytest.fixture(scope="session")
def go_reader(tmp_path_factory):
    """Build the stranger that Go's own library makes, without a network."""
    if shutil.which("go") is None or not (GO_PACKAGES / "src/golang.org/x/mod/sumdb/tlog").exists():
        pytest.skip("no Go here to read the register: apt-get install golang-go golang-golang-x-mod-dev")
    folder = tmp_path_factory.mktemp("go")
    environment = {
        "PATH": "/usr/bin:/bin:/usr/local/bin",
        "HOME": str(folder),
        "GOPATH": str(GO_PACKAGES),
        "GO111MODULE": "off",
        "GOFLAGS": "",
        "GOCACHE": str(folder / "cache"),
    }
    program = folder / "register"
    command = ["go", "build", "-o", str(program), str(HERE / "register.go")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return program

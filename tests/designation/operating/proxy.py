"""The shipped nginx file for other ports, a certificate for localhost, and ports that nobody uses."""

from __future__ import annotations

import os
import socket
import subprocess
from contextlib import ExitStack
from pathlib import Path

from .units import DEPLOY, replaced


def write_nginx(folder: Path, ports: dict[str, int], certificate: Path, key: Path) -> Path:
    """Write the shipped file for these ports, and a main file that includes it. Return the path of the main file."""
    upstreams = "\n    ".join(
        f"server 127.0.0.1:{ports[name]} max_fails=1 fail_timeout=5s;" for name in ("web-1", "web-2")
    )
    changes = {
        "server 127.0.0.1:8000 max_fails=1 fail_timeout=5s;": upstreams,
        "listen 80;": f"listen 127.0.0.1:{ports['http']};",
        "listen 443 ssl": f"listen 127.0.0.1:{ports['https']} ssl",
        "designation.example": "localhost",
        "/etc/ssl/designation/fullchain.pem": str(certificate),
        "/etc/ssl/designation/privkey.pem": str(key),
        "/var/log/nginx/designation.log": str(folder / "proxy.log"),
    }
    (folder / "site.conf").write_text(replaced((DEPLOY / "nginx.conf").read_text(), changes))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"  {kind}_temp_path {folder}/nginx-{kind};" for kind in kinds)
    user = "user root;\n" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(
        f"{user}daemon off;\npid {folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\n{temporary}\n  include {folder}/site.conf;\n}}\n"
    )
    return main


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def certificate_for(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for localhost that signs itself, and return its path and that of its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return certificate, key

"""Peers that the product itself has no use for, each in an environment of its own under `.data/peers`.

Nothing of them is imported by the product or by its tests; their processes get bytes and a database of their own. What
their licenses ask of those who ship or serve them (django-viewflow: AGPL) therefore touches nobody here.
"""

import subprocess
import sys
import venv
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / ".data" / "peers"
PACKAGES = {
    "viewflow": ("Django==5.2.19", "django-viewflow==2.4.0", "django-filter==26.2", "psycopg[binary]==3.3.9"),
    "import_export": (
        "Django==5.2.19",
        "django-import-export==4.4.3",
        "tablib==3.10.0",
        "diff-match-patch==20241021",
        "psycopg[binary]==3.3.9",
    ),
    "pymerkle": ("pymerkle==7.0.0", "cachetools==7.2.1"),
}


def python(peer: str) -> str:
    """Return the Python of a peer's environment, which is made where it is missing or asks for other versions."""
    folder, wanted = FOLDER / peer, "\n".join(PACKAGES[peer])
    program, note = folder / "bin" / "python", folder / "installed.txt"
    if not note.exists() or note.read_text() != wanted:
        print(f"Installing {', '.join(PACKAGES[peer])} …", file=sys.stderr, flush=True)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([program, "-m", "pip", "install", "--quiet", *PACKAGES[peer]], check=True)
        note.write_text(wanted)
    return str(program)

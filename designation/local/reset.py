"""`make demo-reset`: delete a demonstration's data, so that the next start begins with an empty database."""

import os
import shutil
import sys

from designation.local.embedded import InUse, data_dir_from_environment, exclusively
from designation.local.processes import Trouble

WHAT_GOES = ("postgres", "redis", "keys", "media", "static", "passwords.json", "secret_key")


def main() -> int:
    """Delete the demonstration's data. Refuse if a real database is configured or the data is in use."""
    if (
        os.environ.get("DATABASE_URL")
        or os.environ.get("DESIGNATION_MODE", "demonstration") != "demonstration"
    ):
        print(
            "Only the embedded demonstration can be reset: unset DATABASE_URL and DESIGNATION_MODE.",
            file=sys.stderr,
        )
        return 1
    folder = data_dir_from_environment()
    try:
        with exclusively(folder):
            for name in WHAT_GOES:
                if (path := folder / name).is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)
    except InUse as trouble:
        print(f"{trouble} Stop them first.", file=sys.stderr)
        return 1
    except (OSError, Trouble) as trouble:
        print(f"The data could not be deleted: {trouble}", file=sys.stderr)
        return 1
    print("The demonstration's data is gone; `make run` loads it anew.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m tests.migrations`: refuse migrations that would keep a large table locked or rewrite it."""

import os
import sys


def main() -> int:
    """Print what is refused, migration by migration; 1 where anything is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "designation.config.settings")
    import django

    django.setup()
    from tests.migrations.refused import LinterMissing, of_this_installation

    try:
        looked_at = of_this_installation()
    except LinterMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    for name, found in looked_at.items():
        for one in found:
            print(f"{name}: {one}", file=sys.stderr)
    wrong = sum(bool(found) for found in looked_at.values())
    print(f"{len(looked_at)} migrations since the baseline, {wrong} of them refused.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

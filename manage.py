#!/usr/bin/env python
"""Run one of the installation's commands."""

import os
import sys


def main() -> None:
    """Run the command named on the command line; expected trouble ends in one sentence."""
    from designation.config.starting import exit_with_message, owner_for_migrations

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "designation.config.settings")
    owner_for_migrations(sys.argv[1:])
    with exit_with_message():
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

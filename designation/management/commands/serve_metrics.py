"""`manage.py serve_metrics`: answer Prometheus on METRICS_ADDRESS until stopped."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from designation.config.starting import guard_connections
from designation.metrics.server import Server


class Command(BaseCommand):
    """Serves the metrics of this machine's processes, and the state of the site."""

    help = "Answer Prometheus on METRICS_ADDRESS, until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until a signal ends the process."""
        if not settings.METRICS_ADDRESS:
            raise CommandError("METRICS_ADDRESS is not set; set it to HOST:PORT or to the path of a socket.")
        guard_connections()
        try:
            server = Server(settings.METRICS_ADDRESS, settings.METRICS_DIR)
        except OSError as problem:
            raise CommandError(f"METRICS_ADDRESS cannot be used: {problem.strerror}.") from problem
        with server:
            server.serve_forever()

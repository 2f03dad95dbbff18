"""Gunicorn settings (`gunicorn -c python:designation.config.web_server designation.config.wsgi`)."""

from designation.config import environment, starting

with starting.exit_with_message():  # fail once here, not in every worker
    from designation.config import settings

bind = f"{environment.text('HOST', '127.0.0.1')}:{settings.PORT}"
worker_class = "gthread"
workers = environment.integer("WEB_WORKERS", 2, least=1, most=64)
threads = environment.integer("WEB_THREADS", 8, least=1, most=256)
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = None  # the ledger records who read what; URLs do not belong in a log file
errorlog = "-"
loglevel = "warning"

"""Gunicorn settings (`gunicorn -c python:designation.config.web_server designation.config.wsgi`)."""

from designation.config import environment, starting

with starting.exit_with_message():  # fail once here, not in every worker
    from designation.config import settings

starting.refuse_another_sites_database()
bind = f"{environment.text('HOST', '127.0.0.1')}:{settings.PORT}"
worker_class = "gthread"
workers = environment.integer("WEB_WORKERS", 2, least=1, most=64)
threads = environment.integer("WEB_THREADS", 64, least=1, most=256)  # a download holds one while it runs
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 0  # a worker that is replaced ends the downloads that it hands over
accesslog = None  # the ledger records who read what; URLs do not belong in a log file
errorlog = "-"
loglevel = "warning"

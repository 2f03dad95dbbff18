"""The WSGI application, which gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from designation.config.starting import exit_with_message, guard_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "designation.config.settings")
with exit_with_message():
    application = get_wsgi_application()
    guard_connections()

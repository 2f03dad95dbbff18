"""The ASGI application. Serve large downloads through WSGI instead, because ASGI reads them into memory."""

import os

from django.core.asgi import get_asgi_application

from designation.config.starting import (
    exit_with_message,
    guard_connections,
    refuse_another_sites_database,
)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "designation.config.settings")
with exit_with_message():
    application = get_asgi_application()
    guard_connections()
refuse_another_sites_database()

"""The ASGI application. Serve large downloads through WSGI instead, because ASGI reads them into memory."""

import os

from django.core.asgi import get_asgi_application

from designation.config.starting import sentences_instead_of_tracebacks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "designation.config.settings")
with sentences_instead_of_tracebacks():
    application = get_asgi_application()

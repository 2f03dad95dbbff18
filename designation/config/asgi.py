"""The web door for servers that speak ASGI. Large downloads need the WSGI door: this one reads them whole."""

import os

from django.core.asgi import get_asgi_application

from designation.config.starting import sentences_instead_of_tracebacks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "designation.config.settings")
with sentences_instead_of_tracebacks():
    application = get_asgi_application()

"""The WSGI application, which gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from designation.config.starting import sentences_instead_of_tracebacks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "designation.config.settings")
with sentences_instead_of_tracebacks():
    application = get_wsgi_application()
    from designation.config import rights

    rights.keep_the_owner_out()

"""The application for a WSGI server: `gunicorn eva.wsgi:application`."""

from eva import resources, settings
from eva.app import create_app

application = create_app(settings.load(resources.default_instance()))

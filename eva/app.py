"""The application: the one place that knows every room."""

import uuid
from datetime import timedelta
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined

from eva import database, resources
from eva.settings import Settings

FORM_LIMIT = 4 << 20
"""Bytes of a posted form; a record's longest text takes 60 kB."""
UPLOAD_LIMIT = (10 << 20) + (64 << 10)
"""Bytes of a request with a file: the gate's 10 MB and the form around it."""


def create_app(settings: Settings) -> Flask:
    """Return the application of the installation."""
    app = Flask(
        "eva",
        template_folder=str(resources.shipped("templates")),
        static_folder=str(resources.shipped("static")),
        instance_path=str(settings.instance),
    )
    _configure(app, settings)
    _open_database(app, settings)
    _prepare_templates(app, settings)

    from eva import web

    web.register(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-eva" if settings.https else "eva",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=UPLOAD_LIMIT,
        MAX_FORM_MEMORY_SIZE=FORM_LIMIT,
        MAX_FORM_PARTS=5000,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.extensions["eva_settings"] = settings
    app.extensions["eva_release"] = uuid.uuid4().hex[:8]


def _open_database(app: Flask, settings: Settings) -> None:
    app.extensions["eva_engine"] = database.open_engine(settings.database_url)
    app.teardown_appcontext(database.close_session)


def _prepare_templates(app: Flask, settings: Settings) -> None:
    environment: Any = app.jinja_env
    environment.undefined = StrictUndefined
    environment.add_extension("jinja2.ext.i18n")
    own = settings.instance / "templates"
    if own.is_dir():
        from jinja2 import ChoiceLoader, FileSystemLoader

        app.jinja_loader = ChoiceLoader([FileSystemLoader(own), app.jinja_loader])  # type: ignore[list-item]

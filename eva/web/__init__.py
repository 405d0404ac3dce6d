"""HTML: each module is one blueprint."""

from importlib import import_module

from flask import Flask

VIEWS = (
    "auth",
    "account",
    "drafts",
    "presence",
    "history",
    "desk",
    "decisions",
    "search",
    "agenda",
    "screenings",
    "assessments",
    "alternatives",
    "effects",
    "matrix",
    "links",
    "hearings",
    "checks",
    "documents",
    "cases",
    "meetings",
    "programmes",
    "steering",
    "information",
)
"""The modules of views; none imports another."""


def register(app: Flask) -> None:
    """Register the views and what surrounds them."""
    from eva.web import access, context, errors, headers

    access.register(app)
    context.register(app)
    errors.register(app)
    headers.register(app)
    for name in VIEWS:
        app.register_blueprint(import_module(f"eva.web.{name}").bp)

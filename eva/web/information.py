"""Pages about the service: accessibility, language, health."""

from flask import Blueprint, g, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from eva.database import get_session
from eva.i18n import LANGUAGES

bp = Blueprint("information", __name__)


@bp.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """Show the accessibility statement (digipalvelulaki 306/2019 9 §)."""
    return render_template("information/accessibility.html")


@bp.get("/language/<code>")
def choose_language(code: str) -> ResponseReturnValue:
    """Keep the language for the session and go back to where one was."""
    if code in LANGUAGES:
        session["language"] = code
    target = request.args.get("next", "/")
    is_own = target.startswith("/") and target[1:2] not in ("/", "\\")
    return redirect(target if is_own and "\n" not in target and "\r" not in target else "/", 303)


@bp.get("/health")
def health() -> ResponseReturnValue:
    """Tell that the process answers and reaches its database."""
    g.person = None
    get_session().connection()
    return {"status": "ok"}

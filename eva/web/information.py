"""Pages about the service: accessibility, language, health."""

from datetime import timedelta

from flask import Blueprint, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from eva.database import get_session, transaction
from eva.i18n import LANGUAGES
from eva.services import users
from eva.web.access import settings
from eva.web.form_keys import LONGEST_ADDRESS, own_page

bp = Blueprint("information", __name__)

_YEAR = timedelta(days=365)


@bp.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """Show the accessibility statement (digipalvelulaki 306/2019 9 §)."""
    return render_template("information/accessibility.html")


@bp.get("/language/<code>")
def choose_language(code: str) -> ResponseReturnValue:
    """Keep the language with the person, and in the browser for who isn't signed in."""
    target = own_page(request.args.get("next", ""), LONGEST_ADDRESS)
    response = redirect(target or "/", 303)
    if code in LANGUAGES:
        # Another site's link or picture doesn't choose for somebody who is signed in.
        is_foreign = request.headers.get("Sec-Fetch-Site") == "cross-site"
        if g.person is not None and g.person.language != code and not is_foreign:
            with transaction() as database:
                users.choose_language(database, g.person, code)
        response.set_cookie(
            "eva_language",
            code,
            max_age=_YEAR,
            secure=settings().https,
            httponly=True,
            samesite="Lax",
        )
    return response


@bp.get("/health")
def health() -> ResponseReturnValue:
    """Tell that the process answers and reaches its database."""
    g.person = None
    get_session().connection()
    return {"status": "ok"}

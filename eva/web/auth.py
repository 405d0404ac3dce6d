"""Signing in and out."""

from flask import Blueprint, g, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from eva.database import get_session, transaction
from eva.domain.permissions import Operator
from eva.services import audit_trail, demo, users
from eva.web import person
from eva.web.access import settings
from eva.web.forms.sign_in_form import SignInForm

bp = Blueprint("auth", __name__)


@bp.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Show the sign-in page."""
    if g.person is not None:
        return redirect(url_for("desk.show"), 303)
    return _page(SignInForm(), 200)


def _page(form: SignInForm, status: int) -> ResponseReturnValue:
    is_demo = settings().is_demo
    return (
        render_template(
            "auth/sign_in.html",
            form=form,
            accounts=demo.PEOPLE if is_demo else (),
            demo_password=demo.PASSWORD if is_demo else "",
        ),
        status,
    )


@bp.post("/sign-in")
def enter() -> ResponseReturnValue:
    """Sign in, or say that the name or the password is wrong."""
    form = SignInForm()
    if not form.validate():
        return _page(form, 422)
    username = form.username.data or ""
    with transaction() as database:
        if users.is_held_back(database, username):
            form.refuse(
                {"username": "Liian monta yritystä. Odota 15 minuuttia ja yritä uudelleen."}
            )
            return _page(form, 422)
        user = users.check(database, username, form.password.data or "")
        if user is not None:
            user_id = f"{user.id}.{user.session_key}"
            actor = Operator(user.id)
            audit_trail.record(database, actor, "user:signed_in", "user", user.id)
    if user is None:
        form.refuse({"username": "Käyttäjätunnus tai salasana on väärä."})
        return _page(form, 422)
    return _entered(user_id)


def _entered(user_id: str) -> ResponseReturnValue:
    """Begin a new session, so that nothing from before the sign-in stays in it."""
    target = _safe(session.get("next", ""))
    session.clear()
    session.permanent = True
    found = person.load(get_session(), user_id)
    login_user(found)
    return redirect(target or url_for("desk.show"), 303)


def _safe(address: str) -> str:
    """Return the address if it's one of this site's own, else an empty text."""
    is_own = address.startswith("/") and address[1:2] not in ("/", "\\")
    return address if is_own and not any(ord(sign) < 32 for sign in address) else ""


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session on this computer."""
    if g.person is not None:
        with transaction() as database:
            audit_trail.record(database, g.person, "user:signed_out", "user", g.person.id)
    logout_user()
    session.clear()
    response = redirect(url_for("auth.sign_in"), 303)
    response.headers["Clear-Site-Data"] = '"storage"'
    return response

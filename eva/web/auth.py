"""Signing in and out."""

from collections.abc import Mapping

from flask import Blueprint, Request, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eva.database import transaction
from eva.domain.permissions import Operator
from eva.services import audit_trail, demo, sessions, users
from eva.web.access import settings
from eva.web.form_keys import LONGEST_ADDRESS, own_page
from eva.web.forms.sign_in_form import SignInForm
from eva.web.sessions import change_token

bp = Blueprint("auth", __name__)


@bp.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Show the sign-in page, or where one was on the way to if one is in already."""
    if g.person is not None:
        return redirect(_following(request.args) or url_for("desk.show"), 303)
    return _page(SignInForm(), 200)


def _page(form: SignInForm, status: int) -> ResponseReturnValue:
    is_demo = settings().is_demo
    return (
        render_template(
            "auth/sign_in.html",
            form=form,
            keep_drafts=True,
            following=_following(request.values),
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
            form.refuse({"username": users.TOO_MANY})
            return _page(form, 422)
        user = users.check(database, username, form.password.data or "")
        if user is not None:
            token = sessions.start(database, user.id, browser_of(request))
            audit_trail.record(database, Operator(user.id), "user:signed_in", "user", user.id)
    if user is None:
        form.refuse({"username": "Käyttäjätunnus tai salasana on väärä."})
        return _page(form, 422)
    change_token(token)  # nothing from before the sign-in stays
    return redirect(_following(request.form) or url_for("desk.show"), 303)


def browser_of(asked: Request) -> str:
    """Return what the browser calls itself, in the words that tell people most."""
    told = asked.user_agent.string
    names = {"Edg/": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
    systems = {"Windows": "Windows", "Android": "Android", "iPhone": "iPhone", "Mac": "Mac"}
    name = next((name for sign, name in names.items() if sign in told), "")
    system = next(
        (name for sign, name in {**systems, "Linux": "Linux"}.items() if sign in told), ""
    )
    return ", ".join(part for part in (name, system) if part)


def _following(fields: Mapping[str, str]) -> str:
    """Return where one was on the way to, an empty text if that isn't a page of this site."""
    return own_page(fields.get("next", ""), LONGEST_ADDRESS)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session on this computer; what the browser kept of it is cleared."""
    if g.person is not None:
        with transaction() as database:
            sessions.end(database, g.person.session_id)
            audit_trail.record(database, g.person, "user:signed_out", "user", g.person.id)
        g.person = None
    change_token(sessions.new_token())
    response = redirect(url_for("auth.sign_in"), 303)
    response.headers["Clear-Site-Data"] = '"storage"'
    return response

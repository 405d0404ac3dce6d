"""The person's own page: the password, the sessions; and what open pages ask of their session."""

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from eva.database import get_session, transaction
from eva.domain.errors import Invalid
from eva.services import sessions, users
from eva.web.forms.sign_in_form import PasswordForm
from eva.web.person import me
from eva.web.sessions import change_token

bp = Blueprint("account", __name__)


def _page(form: PasswordForm, status: int = 200) -> ResponseReturnValue:
    listed = sessions.list_own(get_session(), me(), me().session_id)
    return render_template("account/show.html", form=form, sessions=listed), status


@bp.get("/account")
def show() -> ResponseReturnValue:
    """Show the person's sessions and the form that changes the password."""
    return _page(PasswordForm(formdata=None))


@bp.post("/account/password")
def change_password() -> ResponseReturnValue:
    """Change the password: every session ends, this one begins anew."""
    form, person = PasswordForm(), me()
    if not form.validate():
        return _page(form, 422)
    try:
        with transaction() as database:
            users.change_own_password(
                database, person, form.old_password.data or "", form.password.data or ""
            )
            token = sessions.start(database, person.id, _browser())
    except Invalid as error:
        form.refuse(error.messages)
        return _page(form, 422)
    g.person = None  # the session that its messages would be kept in has ended
    change_token(token)
    return redirect(url_for(".show", changed="1"), 303)


def _browser() -> str:
    own = (row.browser for row in sessions.list_own(get_session(), me(), me().session_id))
    return next(own, "")


@bp.post("/account/sessions/<int:session_id>/end")
def end(session_id: int) -> ResponseReturnValue:
    """End one of the person's sessions, on whatever computer it is."""
    with transaction() as database:
        sessions.end_own(database, me(), session_id)
    return redirect(url_for(".show"), 303)


@bp.post("/account/sessions/end-others")
def end_others() -> ResponseReturnValue:
    """End the person's sessions on all other computers."""
    with transaction() as database:
        sessions.end_others(database, me(), me().session_id)
    return redirect(url_for(".show"), 303)


@bp.get("/session/left")
def left() -> ResponseReturnValue:
    """Tell how many seconds the session lasts; asking doesn't make it longer."""
    return {"left": int(me().left.total_seconds()), "person": me().id}


@bp.post("/session/continue")
def go_on() -> ResponseReturnValue:
    """Let the session last from now on (WCAG 2.2.1) and tell how many seconds."""
    with transaction() as database:
        sessions.touch(database, me().session_id)
    return {"left": me().left_now, "person": me().id}


@bp.get("/session/token")
def token() -> ResponseReturnValue:
    """Give the page a fresh token for its forms, and tell whose it is."""
    return {"token": generate_csrf(), "person": me().id}

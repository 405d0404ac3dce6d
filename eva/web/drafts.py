"""Drafts: kept while one types, offered when one comes back, shown to nobody else."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eva.database import get_session, transaction
from eva.domain.errors import Invalid
from eva.domain.text import clean_line
from eva.i18n import format_time
from eva.services import drafts as services
from eva.services import submissions
from eva.web import keeping
from eva.web.form_keys import key_in, own_page
from eva.web.forms.fields import label_of
from eva.web.person import me

bp = Blueprint("drafts", __name__, url_prefix="/drafts")


@bp.post("")
def keep() -> ResponseReturnValue:
    """Keep what is typed in a form that is open; nothing else is changed by it, whatever it holds.

    The answer is read by the page's script: when it was saved, and how long the session lasts.
    """
    place = own_page(request.form.get("draft_place", ""))
    title = clean_line(request.form.get("draft_title", ""))
    number = request.form.get("draft_number", type=int)
    typed = keeping.posted(number if number and 0 < number < 2**31 else 1, place, title)
    if typed is None or not place:
        return {"error": "not_a_form"}, 400
    try:
        with transaction() as session:
            draft = services.keep(session, me().id, typed)
            saved, kept = format_time(draft.saved_at), draft.number
    except Invalid:
        return {"error": "too_long"}, 422
    return {"saved": saved, "number": kept, "left": me().left_now}


@bp.get("/taken")
def taken() -> ResponseReturnValue:
    """Tell whether an opened form has been taken, so that the browser can forget its text."""
    key = key_in(request.args)
    return {"taken": submissions.is_taken(get_session(), me().id, key)}


@bp.get("")
def index() -> ResponseReturnValue:
    """List the person's drafts."""
    return render_template("drafts/index.html", drafts=services.list_own(get_session(), me().id))


@bp.get("/<int:draft_id>")
def show(draft_id: int) -> ResponseReturnValue:
    """Show what was typed, to be read and copied: also where the form can't be opened any more."""
    draft = services.get_own(get_session(), me().id, draft_id)
    texts = [
        (label_of(name), value) for name, value in draft.fields if value.strip() and label_of(name)
    ]
    return render_template("drafts/show.html", draft=draft, texts=texts)


@bp.post("/<int:draft_id>/discard")
def discard(draft_id: int) -> ResponseReturnValue:
    """Remove the draft and go back to where it was told of."""
    with transaction() as session:
        draft = services.get_own(session, me().id, draft_id)
        page = draft.page
        session.delete(draft)
    to_page = request.form.get("back") == "page"
    return redirect(page if to_page and own_page(page) else url_for(".index"), 303)

"""The strategic programmes and each measure's own page."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from eva.database import get_session
from eva.domain.text import clean_line
from eva.queries import programmes

bp = Blueprint("programmes", __name__)


@bp.get("/programmes")
def index() -> ResponseReturnValue:
    """Show the programmes of a council term, or what the search finds in them."""
    session = get_session()
    terms = programmes.terms(session)
    term = clean_line(request.args.get("term", terms[0] if terms else ""))
    query = clean_line(request.args.get("q", ""))[:100]
    tree = programmes.tree(session, term)
    found = programmes.search(tree, query)[:40] if query else []
    return render_template(
        "programmes/index.html", tree=tree, terms=terms, term=term, query=query, found=found
    )


@bp.get("/measures/<int:item_id>")
def item(item_id: int) -> ResponseReturnValue:
    """Show which decisions promote and hinder the item, and why."""
    session = get_session()
    found = programmes.item(session, item_id)
    return render_template(
        "programmes/item.html",
        item=found,
        children=programmes.children(session, found),
        statements=programmes.statements_on(session, found),
    )

"""Who else has the page open."""

import re

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from eva.database import get_session, transaction
from eva.domain.permissions import Permission, require
from eva.queries import decisions
from eva.services import presence
from eva.web.form_keys import own_page
from eva.web.person import me

bp = Blueprint("presence", __name__)

_PLACE = re.compile(r"/decisions/([0-9]{1,9})/.+")


@bp.post("/presence")
def meet() -> ResponseReturnValue:
    """Note that the person has the page open and tell who else has.

    Raises:
        NotFound, NotPermitted: the page is of a record that the person doesn't write in.
    """
    place = own_page(request.form.get("place", ""))
    found = _PLACE.fullmatch(place)
    if found is None:
        return {"error": "no_such_page"}, 400
    decision = decisions.get(get_session(), int(found.group(1)))
    require(me(), Permission.DECISION_READ, decision)
    require(me(), Permission.SECRET_READ, decision)
    with transaction() as session:
        presence.note(session, me().id, place)
        names = presence.others(session, me().id, place)
    return {"others": list(names)}

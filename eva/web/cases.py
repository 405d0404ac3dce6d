"""Case files in the browser."""

import io

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from eva.database import get_session, transaction
from eva.domain.errors import CaseRefused, NotPermitted
from eva.queries import cases, decisions
from eva.services import cases as services
from eva.web.context import say
from eva.web.person import me
from eva.web.sentences import sentence_for

bp = Blueprint("cases", __name__)

_SAID = {
    "created": "Asia on tuotu.",
    "unchanged": "Asia oli jo samanlaisena, joten mitään ei muuttunut.",
    "replaced": "Asian tiedot on korvattu. Aiemmat tiedot ovat tallessa asian tiedostoissa.",
}


@bp.get("/decisions/<int:decision_id>/case.json")
def export(decision_id: int) -> ResponseReturnValue:
    """Give the record as a case file; without the secret effects to who may not read them."""
    decision = decisions.load_record(get_session(), decision_id)
    case = cases.export(decision)
    if not me().may("secret:read", decision):
        case, _ = cases.without_secret(case)
    name = "".join(
        sign if sign.isalnum() or sign in "-_." else "-" for sign in decision.register_number
    )
    return send_file(
        io.BytesIO(cases.to_json(case).encode()),
        mimetype="application/json",
        as_attachment=True,
        download_name=f"{name}.json",
    )


@bp.get("/cases/import")
def new() -> ResponseReturnValue:
    """Ask for a case file."""
    return render_template("cases/new.html", error="")


@bp.post("/cases/import")
def import_() -> ResponseReturnValue:
    """Take in the case file and go to its decision, or say what is wrong with it."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return render_template("cases/new.html", error=say("Valitse tiedosto.")), 422
    try:
        case = services.read(services.text_in(file.read()))
        with transaction() as session:
            imported = services.import_(session, me(), case)
            number, outcome = imported.decision.id, imported.outcome
    except CaseRefused as error:
        return render_template("cases/new.html", error=sentence_for(error)), 422
    except NotPermitted:
        said = say("Asia on jo olemassa, eikä sinulla ole oikeutta muuttaa sitä.")
        return render_template("cases/new.html", error=said), 403
    flash(say(_SAID[outcome]), "success")
    return redirect(url_for("decisions.show", decision_id=number), 303)

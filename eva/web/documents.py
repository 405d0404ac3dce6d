"""Issuing, fetching and appending Word documents."""

import io
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from eva.database import get_session, transaction
from eva.domain.errors import DocumentRefused, UploadRefused
from eva.domain.permissions import Permission, require
from eva.domain.text import clean_line
from eva.models import Decision
from eva.queries import decisions, documents
from eva.services import documents as services
from eva.services import stored_files
from eva.services.documents import AgendaFile, Wanted
from eva.web.access import settings
from eva.web.context import say
from eva.web.keeping import saving
from eva.web.person import me
from eva.web.sentences import sentence_for

bp = Blueprint("documents", __name__)


@bp.post("/decisions/<int:decision_id>/documents")
def issue(decision_id: int) -> ResponseReturnValue:
    """Issue a document of the record as it is and go to the decision's page."""
    language = request.form.get("language", "")
    kind = request.form.get("kind", "assessment")
    wanted = Wanted(
        kind if kind in ("assessment", "screening") else "assessment",
        language if language in ("fi", "sv", "en") else None,
        request.form.get("variant") == "secret",
        settings().municipality,
    )
    languages = settings().languages if language == "both" else (wanted.language,)
    try:
        with transaction() as session:
            issued = [
                services.issue(session, me(), decision_id, replace(wanted, language=code))
                for code in languages
            ]
            numbers = [str(document.number) for document in issued]
        flash(_told(numbers), "success")
    except DocumentRefused as error:
        flash(sentence_for(error), "error")
    return redirect(url_for("decisions.show", decision_id=decision_id) + "#asiakirjat", 303)


def _told(numbers: list[str]) -> str:
    if len(numbers) == 1:
        return say("Asiakirja on valmis: versio %(number)s.", number=numbers[0])
    return say("Asiakirjat ovat valmiit: versiot %(numbers)s.", numbers=", ".join(numbers))


@bp.get("/documents/<int:document_id>")
def fetch(document_id: int) -> ResponseReturnValue:
    """Give the file as it was issued."""
    session = get_session()
    document = documents.get(session, document_id)
    if document.is_secret:
        subject = decisions.get(session, document.decision_id)
        require(me(), Permission.SECRET_READ, subject)
    content = stored_files.content_of(document.file)
    response = send_file(
        io.BytesIO(content),
        mimetype=services.DOCX,
        as_attachment=True,
        download_name=document.file_name,
        etag=document.file.sha256,
    )
    return response


@bp.get("/decisions/<int:decision_id>/uploads/<int:upload_id>")
def upload(decision_id: int, upload_id: int) -> ResponseReturnValue:
    """Give a file as it came: an agenda item, or the record that a case file replaced."""
    found = documents.upload(get_session(), decision_id, upload_id)
    return send_file(
        io.BytesIO(stored_files.content_of(found.file)),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=found.file_name,
    )


def _page(decision: Decision, error: str = "", status: int = 200) -> ResponseReturnValue:
    items = decision.agenda_items
    return (
        render_template(
            "documents/agenda_item.html",
            decision=decision,
            error=error,
            chosen=request.values.get("item", type=int),
            attachment=request.form.get("attachment", items[-1].attachment or "" if items else ""),
            kind=services.default_kind(decision),
        ),
        status,
    )


@bp.get("/decisions/<int:decision_id>/agenda-item")
def agenda_item(decision_id: int) -> ResponseReturnValue:
    """Ask for the agenda item's file, or let the tool write one."""
    return _page(decisions.load_record(get_session(), decision_id))


@bp.post("/decisions/<int:decision_id>/agenda-item")
def append(decision_id: int) -> ResponseReturnValue:
    """Append the document to the agenda item and go to the decision's page."""
    file = request.files.get("file")
    content = file.read() if file and file.filename else None
    if content is None and request.form.get("source") != "plain":
        decision = decisions.load_record(get_session(), decision_id)
        return _page(decision, say("Valitse esityslistan kohdan Word-tiedosto."), 422)
    if request.form.get("source") == "plain":
        content = None
    attachment = clean_line(request.form.get("attachment", ""))[:16]
    given = AgendaFile(
        clean_line(file.filename or "")[:150] if file else "",
        content,
        request.form.get("item", type=int),
    )
    wanted = Wanted("", None, False, settings().municipality, attachment)
    target = url_for("decisions.show", decision_id=decision_id) + "#asiakirjat"
    try:
        with saving(target) as session:
            services.append(session, me(), decision_id, given, wanted)
    except (UploadRefused, DocumentRefused) as error:
        decision = decisions.load_record(get_session(), decision_id)
        return _page(decision, sentence_for(error), 422)
    flash(say("Arviointi on liitetty esityslistan kohdan perään."), "success")
    return redirect(target, 303)

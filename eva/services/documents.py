"""Issuing Word documents and appending them to agenda items."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eva.documents import worker
from eva.documents.rendering import Properties
from eva.domain.errors import DocumentRefused
from eva.domain.permissions import Actor, Permission, require
from eva.domain.text import clean_line
from eva.i18n import local_day, translate
from eva.models import Decision, DocumentTemplate, IssuedDocument
from eva.models.base import now
from eva.queries import assessment_report, cases, decisions
from eva.queries.assessment_report import Issue
from eva.services import audit_trail, document_templates, records, search_index, stored_files
from eva.settings import VERSION
from eva.words import KIND

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Wanted:
    """Which document is wanted of a decision."""

    kind: str = "assessment"
    language: str | None = None
    """None takes the decision's own."""
    is_secret: bool = False
    municipality: str = ""
    attachment: str = ""


def default_kind(decision: Decision) -> str:
    """Return the document that goes with the decision: its assessment, or why there's none."""
    screening = decision.screening
    return "screening" if screening is None or screening.depth == "none" else "assessment"


def issue(session: Session, actor: Actor, decision_id: int, wanted: Wanted) -> IssuedDocument:
    """Issue a document of the record as it is now; it's kept and never changes.

    When nothing has changed since the newest one of the kind, that one is returned: the same
    record gives the same bytes, and a double click gives one document.

    Raises:
        NotFound, NotPermitted.
        DocumentRefused: there is nothing to print yet, or a text would be missing from it.
    """
    records.hold(session, decision_id)
    decision = decisions.load_record(session, decision_id)
    require(actor, Permission.DOCUMENT_ISSUE, decision)
    if wanted.is_secret:
        require(actor, Permission.SECRET_READ, decision)
    _expect_printable(decision, wanted.kind)
    language = wanted.language or decision.document_language
    template = document_templates.newest(session, wanted.kind, language)
    is_draft = decision.approved_revision != decision.revision
    there = _same(session, decision, wanted, language, template, is_draft)
    if there is not None:
        return there
    document = IssuedDocument(
        decision_id=decision.id,
        number=_next_number(session, decision),
        kind=wanted.kind,
        language=language,
        is_secret=wanted.is_secret,
        is_draft=is_draft,
        revision=decision.revision,
        template_id=template.id,
        issued_at=now(),
        issued_by_id=actor.actor_id,
    )
    content, case = _render(session, decision, document, template, wanted)
    document.content_sha256 = cases.fingerprint(case)
    document.file_name = _file_name(decision, document)
    document.file_id = stored_files.keep(session, content).id
    return _kept(session, actor, document)


def _kept(session: Session, actor: Actor, document: IssuedDocument) -> IssuedDocument:
    session.add(document)
    session.flush()
    search_index.index_document(session, document)
    audit_trail.record(
        session,
        actor,
        "document:issued",
        "issued_document",
        document.id,
        decision=document.decision_id,
        kind=document.kind,
        number=document.number,
        revision=document.revision,
        content=document.content_sha256,
    )
    return document


def _expect_printable(decision: Decision, kind: str) -> None:
    if decision.screening is None:
        raise DocumentRefused("not_screened")
    if kind == "assessment" and (decision.assessment is None or decision.screening.depth == "none"):
        raise DocumentRefused("no_assessment")


def _same(
    session: Session,
    decision: Decision,
    wanted: Wanted,
    language: str,
    template: DocumentTemplate,
    is_draft: bool,
) -> IssuedDocument | None:
    statement = select(IssuedDocument).where(
        IssuedDocument.decision_id == decision.id,
        IssuedDocument.kind == wanted.kind,
        IssuedDocument.language == language,
        IssuedDocument.is_secret == wanted.is_secret,
        IssuedDocument.is_draft == is_draft,
        IssuedDocument.revision == decision.revision,
        IssuedDocument.template_id == template.id,
        IssuedDocument.agenda_item_id.is_(None),
    )
    return session.scalars(statement.order_by(IssuedDocument.number.desc()).limit(1)).first()


def _next_number(session: Session, decision: Decision) -> int:
    statement = select(func.max(IssuedDocument.number)).where(
        IssuedDocument.decision_id == decision.id
    )
    return (session.execute(statement).scalar_one() or 0) + 1


def _render(
    session: Session,
    decision: Decision,
    document: IssuedDocument,
    template: DocumentTemplate,
    wanted: Wanted,
) -> tuple[bytes, cases.Case]:
    issued = Issue(
        municipality=wanted.municipality,
        number=document.number,
        issued_on=local_day(document.issued_at),
        is_draft=document.is_draft,
        is_secret=wanted.is_secret,
        language=document.language,
        template=f"{template.kind}.{template.language} {template.sha256[:12]}",
        generator=f"EVA {VERSION}",
        attachment=wanted.attachment,
    )
    report, case = assessment_report.load(session, decision, issued)
    content = render(template, report, case, document.kind, issued.issued_on)
    from eva.documents.text import missing_texts  # brings lxml, which only documents need

    missing = missing_texts(content, _texts_of(case, document.kind, report))
    if missing:
        raise DocumentRefused("incomplete")
    return content, case


def render(
    template: DocumentTemplate,
    report: assessment_report.Report,
    case: cases.Case,
    kind: str,
    day: date,
) -> bytes:
    """Return the document's bytes; the same report of the same day gives the same bytes."""
    language = report["language"]
    title = f"{translate(language, KIND[kind])}: {report['title']}"
    properties = Properties(
        title=title,
        author=report["municipality"],
        subject=report["register_number"],
        language=language,
        created=datetime.combine(day, time(), UTC),
        identifier=report["colophon"]["content_sha256"],
        version=report["version"],
    )
    return worker.render(template.compiled, report, properties, cases.to_json(case))


def _texts_of(case: cases.Case, kind: str, report: assessment_report.Report) -> Iterator[str]:
    """Yield every text of the case that the document has to hold."""
    yield case["decision"]["title"]
    if kind == "assessment" and report["has_assessment"]:
        told = dict(case["assessment"])
        if not report["single_alternative_reason"]:
            told.pop("single_alternative_reason", None)
        yield from _strings(told)


_CODES = frozenset(
    {
        "question_set",
        "perspective",
        "question",
        "alternative",
        "direction",
        "significance",
        "horizons",
        "certainty",
        "groups",
        "programme_term",
        "on",
        "due_on",
        "code",
    }
)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            is_basis_of_public = key == "secrecy_basis" and not value.get("secret")
            if key not in _CODES and not is_basis_of_public:
                yield from _strings(item)


def _file_name(decision: Decision, document: IssuedDocument) -> str:
    name = {"assessment": "EVA", "screening": "tarveharkinta", "agenda_item": "esityslista"}
    secret = "-salainen" if document.is_secret else ""
    number = "".join(
        sign if sign.isalnum() or sign in "-_." else "-" for sign in decision.register_number
    )
    return f"{number}-{name[document.kind]}-{document.language}-{document.number}{secret}.docx"


def approve(session: Session, actor: Actor, decision_id: int) -> Decision:
    """Approve the record as it is now: its documents are no longer drafts.

    Raises:
        NotFound, NotPermitted.
        DocumentRefused: the decision hasn't been screened.
    """
    decision = decisions.get(session, decision_id)
    require(actor, Permission.ASSESSMENT_APPROVE, decision)
    if decision.screening is None:
        raise DocumentRefused("not_screened")
    if decision.approved_revision != decision.revision:
        decision.approved_revision = decision.revision
        audit_trail.record(
            session,
            actor,
            "assessment:approved",
            "decision",
            decision.id,
            revision=decision.revision,
        )
    return decision


@dataclass(frozen=True)
class AgendaFile:
    """The agenda item's own file as it was given; no content lets the tool write a plain one."""

    name: str = ""
    content: bytes | None = None
    agenda_item_id: int | None = None


def append(
    session: Session, actor: Actor, decision_id: int, given: AgendaFile, wanted: Wanted
) -> IssuedDocument:
    """Append the decision's document to the agenda item; return the whole as a new document.

    Raises:
        NotFound, NotPermitted.
        UploadRefused: the agenda item's file isn't one that can be taken.
        DocumentRefused: there is nothing to append yet.
    """
    records.hold(session, decision_id)
    decision = decisions.load_record(session, decision_id)
    require(actor, Permission.DOCUMENT_APPEND, decision)
    kind = default_kind(decision)
    appended = issue(session, actor, decision_id, replace(wanted, kind=kind, attachment=""))
    _number_attachment(session, actor, decision, given.agenda_item_id, wanted.attachment)
    if given.content is None:
        agenda_item = _plain_agenda_item(session, decision, appended, wanted)
    else:
        agenda_item = given.content
        name = clean_line(given.name)[:150] or "esityslista.docx"
        worker.check(agenda_item)
        stored_files.keep_upload(session, actor, decision, name, agenda_item)
    content = worker.append(agenda_item, stored_files.content_of(appended.file), wanted.attachment)
    stored = stored_files.keep(session, content)
    there = session.scalars(
        select(IssuedDocument).where(
            IssuedDocument.decision_id == decision.id, IssuedDocument.file_id == stored.id
        )
    ).first()
    if there is not None:
        return there
    document = IssuedDocument(
        decision_id=decision.id,
        number=_next_number(session, decision),
        kind="agenda_item",
        language=appended.language,
        is_secret=appended.is_secret,
        is_draft=appended.is_draft,
        revision=decision.revision,
        content_sha256=appended.content_sha256,
        template_id=appended.template_id,
        agenda_item_id=next(
            (item.id for item in decision.agenda_items if item.id == given.agenda_item_id), None
        ),
        file_id=stored.id,
        issued_at=now(),
        issued_by_id=actor.actor_id,
    )
    document.file_name = _file_name(decision, document)
    return _kept(session, actor, document)


def _number_attachment(
    session: Session, actor: Actor, decision: Decision, item_id: int | None, attachment: str
) -> None:
    """Keep the attachment's number with the agenda item, where both are told."""
    for item in decision.agenda_items:
        if item.id == item_id and attachment and item.attachment != attachment:
            item.attachment = attachment
            audit_trail.record(session, actor, "agenda_item:edited", "agenda_item", item.id)


def _plain_agenda_item(
    session: Session, decision: Decision, appended: IssuedDocument, wanted: Wanted
) -> bytes:
    template = document_templates.newest(session, "agenda_item", appended.language)
    issued = Issue(
        municipality=wanted.municipality,
        number=appended.number,
        issued_on=local_day(appended.issued_at),
        is_draft=appended.is_draft,
        is_secret=appended.is_secret,
        language=appended.language,
        template=f"{template.kind}.{template.language} {template.sha256[:12]}",
        generator=f"EVA {VERSION}",
        attachment=wanted.attachment,
    )
    report, case = assessment_report.load(session, decision, issued)
    return render(template, report, case, "agenda_item", issued.issued_on)

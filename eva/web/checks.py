"""The check before issuing: everything as it will be printed, and what is missing or doubtful."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eva.database import get_session
from eva.domain import readiness
from eva.i18n import local_day, text_of
from eva.models.base import now
from eva.queries import assessment_report, documents
from eva.queries.assessment_report import Issue
from eva.services import documents as services
from eva.web import record
from eva.web.access import settings
from eva.web.context import language, say
from eva.web.keeping import saving
from eva.web.person import me

bp = Blueprint("checks", __name__, url_prefix="/decisions/<int:decision_id>/check")

SAID = {
    "no_present_state": "Nykytilaa ei ole kuvattu.",
    "no_objective": "Tavoitetta ei ole kirjattu.",
    "no_alternatives": "Vaihtoehtoja ei ole kirjattu.",
    "no_single_reason": "Vaihtoehtoja on vain yksi, eikä syytä ole kirjattu.",
    "nothing_proposed": "Mitään vaihtoehtoa ei ole merkitty ehdotetuksi.",
    "no_effects": "Vaikutuksia ei ole kirjattu.",
    "no_negative": "Yhtään kielteistä vaikutusta ei ole kirjattu. Onko varmasti näin?",
    "no_groups": "Väestöryhmiä ei ole nimetty. Laki edellyttää niiden tarkastelua (612/2021 6 §).",
    "no_sources": "Yhtään tietolähdettä ei ole kirjattu.",
    "alternative_without_effects": "Jollakin vaihtoehdolla ei ole yhtään vaikutusta.",
    "no_mitigation": "Haitan lieventämistä ei ole kirjattu",
    "no_description": "Vaikutusta ei ole kuvattu",
    "unknown_direction": "Vaikutuksen suunta ei ole vielä tiedossa",
    "no_secrecy_basis": "Salassapidon peruste puuttuu",
    "no_links": "Yhteyttä strategiaan ei ole kirjattu eikä perusteltu, miksi sitä ei ole.",
    "hearing_duty_open": "Kuulemisvelvollisuutta ei ole tarkistettu (hallintolaki 41 §).",
    "nobody_heard": "Ketään ei ole kirjattu kuulluksi.",
    "no_follow_up": "Seurantaa ei ole kirjattu.",
    "no_summary": "Tiivistelmä puuttuu.",
}
"""What each finding says."""


@bp.get("")
def show(decision_id: int) -> ResponseReturnValue:
    """Show the record as it will be printed, with each finding and the way to its place."""
    page = record.load_whole()
    decision = page.decision
    has_secret = any(item.is_secret for item in page.assessment.effects)
    may_secret = has_secret and me().may("secret:read", decision)
    issue = Issue(
        municipality=settings().municipality,
        number=1,
        issued_on=local_day(now()),
        is_draft=decision.approved_revision != decision.revision,
        is_secret=may_secret,
        language=language(),
        template="",
        generator="",
    )
    report, _ = assessment_report.load(get_session(), decision, issue)
    return render_template(
        "checks/show.html",
        page=page,
        report=report,
        findings=_findings(page),
        has_secret=has_secret,
        may_secret=may_secret,
        issued=documents.of_decision(get_session(), decision_id),
    )


def _findings(page: record.Record) -> list[dict[str, Any]]:
    found = []
    for item in readiness.findings(page.told, page.questions, page.depth):
        text, url = say(SAID[item.code]), page.page_of(item.section)
        if item.effect is not None:
            effect = page.assessment.effects[item.effect]
            url = url_for("effects.edit", decision_id=page.decision.id, effect_id=effect.id)
            code = page.told["effects"][item.effect]["alternative"]
            question = page.questions.question(effect.perspective, effect.question)
            label = text_of(question.label, language()) if question else effect.perspective
            text = f"{text}: {label}, {code}."
        found.append({"text": text, "url": url, "is_missing": item.is_missing})
    return found


@bp.post("/approve")
def approve(decision_id: int) -> ResponseReturnValue:
    """Approve the record as it is: its documents are no longer drafts."""
    target = url_for("decisions.show", decision_id=decision_id)
    with saving(target) as session:
        services.approve(session, me(), decision_id)
    flash(
        say("Arviointi on hyväksytty. Uudet asiakirjat annetaan ilman luonnosmerkintää."), "success"
    )
    return redirect(target, 303)

"""A record as a case file (contracts: eva-case.schema.json): plain data that says all of it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal as Amount
from typing import Any

from eva.models import (
    AgendaItem,
    Alternative,
    Assessment,
    Decision,
    Effect,
    FollowUp,
    MeasureLink,
    Participation,
    Screening,
)

Case = dict[str, Any]


def export(decision: Decision) -> Case:
    """Return the case file of a record loaded by `decisions.load_record`.

    A key stands where the record has a value; so what was imported comes out the same.
    """
    case: Case = {
        "format": "eva-case",
        "format_version": "1.0",
        "language": decision.language,
        "decision": _decision(decision),
        "screening": _screening(decision.screening) if decision.screening else None,
        "assessment": _assessment(decision.assessment) if decision.assessment else None,
    }
    return _told(case)


def without_secret(case: Case) -> tuple[Case, int]:
    """Return the case as the public may see it, and how many secret effects were left out."""
    assessment = case.get("assessment")
    effects = assessment.get("effects", []) if assessment else []
    public = [effect for effect in effects if not effect.get("secret")]
    if len(public) == len(effects):
        return case, 0
    kept = {**case, "assessment": {**case["assessment"], "effects": public}}
    return kept, len(effects) - len(public)


def to_json(case: Case) -> str:
    """Return the case as the text of a file, for people too."""
    return json.dumps(case, ensure_ascii=False, indent=2) + "\n"


def fingerprint(case: Case) -> str:
    """Return the SHA-256 of the case in canonical form."""
    text = json.dumps(case, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _told(mapping: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if value is not None}


def _number(amount: Amount | None) -> int | float | None:
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _decision(decision: Decision) -> dict[str, Any]:
    items = [_agenda_item(item) for item in decision.agenda_items]
    return _told(
        {
            "register_number": decision.register_number,
            "title": decision.title,
            "decision_type": decision.decision_type,
            "description": decision.description,
            "cost_eur": _number(decision.cost_eur),
            "preparer_title": decision.preparer_title,
            "presenter_title": decision.presenter_title,
            "parent_register_number": decision.parent_register_number,
            "agenda_items": items or None,
        }
    )


def _agenda_item(item: AgendaItem) -> dict[str, Any]:
    return _told(
        {
            "body": item.meeting.body.name,
            "meeting_on": _day(item.meeting.held_on),
            "section": item.section,
        }
    )


def _screening(screening: Screening) -> dict[str, Any]:
    return _told(
        {
            "question_set": screening.question_set_version.name,
            "answers": dict(screening.answers),
            "depth": screening.depth,
            "reason_code": screening.reason_code,
            "reason": screening.reason,
            "refers_to": screening.refers_to,
        }
    )


def _assessment(assessment: Assessment) -> dict[str, Any]:
    codes = {item.id: item.code for item in assessment.alternatives}
    return _told(
        {
            "question_set": assessment.question_set_version.name,
            "present_state": assessment.present_state,
            "objective": assessment.objective,
            "alternatives": [_alternative(item) for item in assessment.alternatives],
            "single_alternative_reason": assessment.single_alternative_reason,
            "effects": _list(_effect(item, codes) for item in assessment.effects),
            "measure_links": _list(_link(item, codes) for item in assessment.measure_links),
            "participation": _list(_participation(item) for item in assessment.participation),
            "hearing_duty_checked": assessment.hearing_duty_checked,
            "follow_up": _list(_follow_up(item) for item in assessment.follow_up),
            "summary": assessment.summary,
        }
    )


def _list(items: Any) -> list[Any] | None:
    return list(items) or None


def _alternative(item: Alternative) -> dict[str, Any]:
    return _told(
        {
            "code": item.code,
            "title": item.title,
            "description": item.description,
            "proposed": item.is_proposed,
        }
    )


def _effect(effect: Effect, codes: Mapping[int, str]) -> dict[str, Any]:
    return _told(
        {
            "perspective": effect.perspective,
            "question": effect.question,
            "alternative": codes[effect.alternative_id],
            "direction": effect.direction,
            "significance": effect.significance,
            "horizons": effect.horizons,
            "certainty": effect.certainty,
            "groups": _texts([item.code for item in effect.groups]),
            "areas": _texts([item.name for item in effect.areas]),
            "description": effect.description,
            "mitigation": effect.mitigation,
            "amount_eur_per_year": _number(effect.amount_eur_per_year),
            "sources": _texts([item.text for item in effect.sources]),
            "secret": effect.is_secret,
            "secrecy_basis": effect.secrecy_basis,
        }
    )


def _texts(texts: Sequence[str]) -> list[str] | None:
    return list(texts) or None


def _link(link: MeasureLink, codes: Mapping[int, str]) -> dict[str, Any]:
    return _told(
        {
            "programme_term": link.item.term if link.names_term else None,
            "measure": link.item.code,
            "alternative": codes[link.alternative_id] if link.alternative_id else None,
            "direction": link.direction,
            "reason": link.reason,
        }
    )


def _participation(item: Participation) -> dict[str, Any]:
    return _told(
        {
            "who": item.who,
            "how": item.how,
            "on": _day(item.held_on),
            "said": item.said,
            "changed": item.changed,
        }
    )


def _follow_up(item: FollowUp) -> dict[str, Any]:
    return _told(
        {
            "what": item.what,
            "responsible_title": item.responsible_title,
            "due_on": _day(item.due_on),
            "observed": item.observed,
        }
    )

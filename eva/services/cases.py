"""Taking in case files (contracts: eva-case.schema.json)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal as Amount
from typing import Any

from sqlalchemy.orm import Session

from eva.domain.errors import CaseRefused
from eva.domain.permissions import Actor, Permission, require
from eva.domain.screening import Depth, outcome
from eva.domain.sentence import Sentence
from eva.domain.text import clean_text
from eva.models import (
    AgendaItem,
    Alternative,
    Assessment,
    Decision,
    Effect,
    FollowUp,
    MeasureLink,
    Participation,
    QuestionSetVersion,
    Screening,
)
from eva.models.base import now
from eva.queries import cases, decisions, programmes, question_sets
from eva.services import audit_trail, effects, files, records, search_index, stored_files
from eva.services.decisions import body_named, meeting_of

Mapped = Mapping[str, Any]
_MOST_EUROS = Amount(10) ** 12
_LONGEST_REGISTER_NUMBER = 64


@dataclass(frozen=True)
class Imported:
    """What became of a case file: the decision and created, unchanged or replaced."""

    decision: Decision
    outcome: str


def read(text: str) -> cases.Case:
    """Return the case in the text of a file, cleaned and checked against the schema.

    Raises:
        CaseRefused: it isn't a case file; the text says what, where and how to mend it.
    """
    try:
        content = files.load_json(text.lstrip("\ufeff"))
    except ValueError as error:
        said = Sentence("Tiedosto ei ole ehjä asiatiedosto: %(fault)s.", fault=error.args[0])
        raise CaseRefused(said) from error
    if not isinstance(content, dict) or content.get("format") != "eva-case":
        raise CaseRefused("Tiedosto ei ole EVA-asiatiedosto (kentän format pitää olla eva-case).")
    version = str(content.get("format_version", ""))
    if not version.startswith("1."):
        raise CaseRefused(
            Sentence(
                "Asiatiedoston versiota %(version)r ei tunneta; tämä ohjelma lukee versiota 1.",
                version=version,
            )
        )
    cleaned: cases.Case = _cleaned(content)
    fault = files.fault_of(cleaned, "contracts", "eva-case.schema.json")
    if fault:
        raise CaseRefused(Sentence("Asiatiedostossa on virhe kohdassa %(fault)s.", fault=fault))
    for part in ("decision", "assessment"):
        if part in cleaned:
            cleaned[part] = _without_empty_lists(cleaned[part])
    _expect_keepable(cleaned)
    _expect_whole(cleaned)
    return cleaned


def text_in(content: bytes) -> str:
    """Return the text of the case in a JSON file or in a Word file that the tool made.

    Raises:
        CaseRefused: there is none.
    """
    if content.startswith(b"PK"):
        from eva.documents.case_part import read_case
        from eva.documents.package import BrokenPackage

        try:
            text = read_case(content)
        except BrokenPackage as error:
            raise CaseRefused("Word-tiedosto on vioittunut.") from error
        if text is None:
            raise CaseRefused("Word-tiedostossa ei ole EVAn asiatietoja.")
        return text
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaseRefused("Tiedosto ei ole UTF-8-tekstiä.") from error


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    return value


def _without_empty_lists(value: Any) -> Any:
    """Leave out lists that hold nothing, as an export does: taken in again they change nothing."""
    if isinstance(value, list):
        return [_without_empty_lists(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_empty_lists(item) for key, item in value.items() if item != []}
    return value


def _expect_keepable(case: cases.Case) -> None:
    """Refuse numbers and texts that the schema lets pass and no table could hold unchanged."""
    told = case["decision"]
    effects_told = case.get("assessment", {}).get("effects", [])
    amounts = [("decision.cost_eur", told.get("cost_eur"))] + [
        (f"assessment.effects.{place}.amount_eur_per_year", effect.get("amount_eur_per_year"))
        for place, effect in enumerate(effects_told)
    ]
    for where, number in amounts:
        if number is not None and not _is_exact(number):
            raise CaseRefused(
                Sentence(
                    "%(where)s: summassa saa olla enintään 12 numeroa ja kaksi desimaalia.",
                    where=where,
                )
            )
    if len(told.get("parent_register_number", "")) > _LONGEST_REGISTER_NUMBER:
        raise CaseRefused(
            Sentence(
                "%(where)s: diaarinumerossa saa olla enintään %(most)s merkkiä.",
                where="decision.parent_register_number",
                most=_LONGEST_REGISTER_NUMBER,
            )
        )


def _is_exact(number: int | float) -> bool:
    amount = Amount(str(number))
    return abs(amount) < _MOST_EUROS and amount == amount.quantize(Amount("0.01"))


def _expect_whole(case: cases.Case) -> None:
    """Refuse what the schema can't see: codes twice, effects of alternatives that aren't there."""
    assessment = case.get("assessment")
    if assessment is None:
        return
    codes = [item["code"] for item in assessment["alternatives"]]
    if len(codes) != len(set(codes)):
        raise CaseRefused("Asiatiedostossa on sama vaihtoehto kahdesti (assessment.alternatives).")
    for key in ("effects", "measure_links"):
        for place, item in enumerate(assessment.get(key, [])):
            code = item.get("alternative")
            if code is not None and code not in codes:
                where = f"assessment.{key}.{place}"
                said = Sentence("%(where)s: vaihtoehtoa %(code)s ei ole.", where=where, code=code)
                raise CaseRefused(said)


def import_(session: Session, actor: Actor, case: cases.Case) -> Imported:
    """Take in a case: a new decision, or in place of the record that has its register number.

    A record that is replaced is first kept as a file, so nothing is lost; the same case again
    changes nothing.

    Raises:
        NotPermitted: the actor takes in no cases, or doesn't prepare the decision.
        CaseRefused: a question set or a measure that it names isn't there.
    """
    require(actor, Permission.DECISION_IMPORT)
    told = case["decision"]
    records.reserve(session, told["register_number"])
    decision = decisions.find(session, told["register_number"])
    if decision is None:
        decision = Decision(revision=0, preparer_id=actor.actor_id)
        result = "created"
    else:
        require(actor, Permission.DECISION_EDIT, decision)
        records.hold(session, decision.id)
        session.expire_all()
        before = cases.export(decisions.load_record(session, decision.id))
        if before == case:
            return Imported(decision, "unchanged")
        stored_files.keep_case(session, actor, decision, cases.to_json(before))
        result = "replaced"
    _decision(session, decision, case)
    _screening(session, actor, decision, case.get("screening"))
    _assessment(session, decision, case.get("assessment"))
    session.flush()
    session.expire(decision)
    if result == "created":
        decision.revision = 1
        audit_trail.record(session, actor, "case:created", "decision", decision.id)
        search_index.index_decision(session, decision.id)
    else:
        records.touch(session, actor, decision, "case:replaced", decision)
    return Imported(decision, result)


def _decision(session: Session, decision: Decision, case: cases.Case) -> None:
    told = case["decision"]
    decision.register_number = told["register_number"]
    decision.title = told["title"]
    decision.decision_type = told["decision_type"]
    decision.description = told.get("description")
    decision.cost_eur = _amount(told.get("cost_eur"))
    decision.language = case.get("language")
    decision.preparer_title = told.get("preparer_title")
    decision.presenter_title = told.get("presenter_title")
    decision.parent_register_number = told.get("parent_register_number")
    records.index(decision)
    session.add(decision)
    session.flush()
    _agenda(session, decision, told.get("agenda_items", []))


def _agenda(session: Session, decision: Decision, told: list[Mapped]) -> None:
    """Keep the agenda items of meetings that stay, with their attachment numbers."""
    left = list(decision.agenda_items)
    for place, item in enumerate(told):
        body = body_named(session, item["body"])
        meeting = meeting_of(session, body.id, date.fromisoformat(item["meeting_on"]))
        found = next((row for row in left if row.meeting_id == meeting.id), None)
        if found is None:
            found = AgendaItem(meeting=meeting, position=place)
            decision.agenda_items.append(found)
        else:
            left.remove(found)
        found.position = place
        found.section = item.get("section")
        decision.body_id = decision.body_id or body.id
    for row in left:
        decision.agenda_items.remove(row)


def _amount(number: int | float | None) -> Amount | None:
    return None if number is None else Amount(str(number)).quantize(Amount("0.01"))


def _version(session: Session, name: str, where: str) -> QuestionSetVersion:
    version = question_sets.find(session, name)
    if version is None:
        raise CaseRefused(
            Sentence("%(where)s: kysymyssarjaa %(name)s ei ole julkaistu.", where=where, name=name)
        )
    return version


def _screening(session: Session, actor: Actor, decision: Decision, told: Mapped | None) -> None:
    if told is None:
        decision.screening = None
        return
    version = _version(session, told["question_set"], "screening.question_set")
    questions = question_sets.screening_set(version)
    result = outcome(questions, decision.decision_type, told["answers"])
    screening = decision.screening or Screening()
    screening.question_set_version = version
    screening.answers = dict(told["answers"])
    screening.depth = Depth(told["depth"])
    screening.proposed_depth = result.depth
    screening.rule = result.rule
    screening.triggers = list(result.triggers)
    screening.reason_code = told.get("reason_code")
    screening.reason = told.get("reason")
    screening.refers_to = told.get("refers_to")
    screening.screened_at = now()
    screening.screened_by_id = actor.actor_id
    decision.screening = screening


def _assessment(session: Session, decision: Decision, told: Mapped | None) -> None:
    if decision.assessment is not None:
        decision.assessment = None
        session.flush()
    if told is None:
        return
    version = _version(session, told["question_set"], "assessment.question_set")
    assessment = Assessment(
        decision=decision,
        question_set_version=version,
        present_state=told.get("present_state"),
        objective=told.get("objective"),
        single_alternative_reason=told.get("single_alternative_reason"),
        hearing_duty_checked=told.get("hearing_duty_checked"),
        summary=told.get("summary"),
    )
    session.add(assessment)
    for place, item in enumerate(told["alternatives"]):
        assessment.alternatives.append(
            Alternative(
                position=place,
                code=item["code"],
                title=item["title"],
                description=item.get("description"),
                is_proposed=item.get("proposed"),
            )
        )
    session.flush()
    by_code = {item.code: item for item in assessment.alternatives}
    for place, item in enumerate(told.get("effects", [])):
        assessment.effects.append(_effect(place, item, by_code))
    for place, item in enumerate(told.get("measure_links", [])):
        assessment.measure_links.append(_link(session, place, item, by_code))
    _lines(assessment, told)


def _effect(place: int, told: Mapped, by_code: Mapping[str, Alternative]) -> Effect:
    effect = Effect(
        position=place,
        alternative_id=by_code[told["alternative"]].id,
        perspective=told["perspective"],
        question=told.get("question"),
        direction=told["direction"],
        significance=told.get("significance"),
        horizons=told.get("horizons"),
        certainty=told.get("certainty"),
        description=told["description"],
        mitigation=told.get("mitigation"),
        amount_eur_per_year=_amount(told.get("amount_eur_per_year")),
        is_secret=told.get("secret"),
        secrecy_basis=told.get("secrecy_basis"),
    )
    lists = {key: told.get(key, []) for key in ("groups", "areas", "sources")}
    effects.set_lists(effect, lists)
    return effect


def _link(
    session: Session, place: int, told: Mapped, by_code: Mapping[str, Alternative]
) -> MeasureLink:
    term = told.get("programme_term") or programmes.newest_term(session)
    item = programmes.find_item(session, term, told["measure"])
    if item is None:
        raise CaseRefused(
            Sentence(
                "%(where)s: toimenpidettä %(measure)s ei ole ohjelmissa %(term)s. Tuo ensin"
                " ohjelmaluettelo (eva programme import).",
                where=f"assessment.measure_links.{place}",
                measure=told["measure"],
                term=term,
            )
        )
    alternative = by_code.get(told.get("alternative", ""))
    return MeasureLink(
        position=place,
        item=item,
        alternative_id=alternative.id if alternative else None,
        names_term="programme_term" in told,
        direction=told["direction"],
        reason=told["reason"],
    )


def _lines(assessment: Assessment, told: Mapped) -> None:
    for place, item in enumerate(told.get("participation", [])):
        assessment.participation.append(
            Participation(
                position=place,
                who=item["who"],
                how=item["how"],
                held_on=date.fromisoformat(item["on"]) if "on" in item else None,
                said=item.get("said"),
                changed=item.get("changed"),
            )
        )
    for place, item in enumerate(told.get("follow_up", [])):
        assessment.follow_up.append(
            FollowUp(
                position=place,
                what=item["what"],
                responsible_title=item["responsible_title"],
                due_on=date.fromisoformat(item["due_on"]),
                observed=item.get("observed"),
            )
        )

"""Screening a decision: what is kept, and what a departure from the rules needs."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eva.domain.errors import Invalid, StaleVersion
from eva.models import AuditEvent, Decision, Screening
from eva.queries import decisions, outline, question_sets
from eva.services import assessments, documents, screenings, stored_files
from eva.services.screenings import Chosen
from tests import make


def screen(session: Session, decision: Decision, chosen: Chosen, **told: str) -> Screening:
    version = question_sets.newest(session, "screening")
    answers = make.answers(**told)
    return screenings.screen(session, make.OPERATOR, decision.id, version, answers, chosen)


def faults(session: Session, decision: Decision, chosen: Chosen, **told: str) -> set[str]:
    with pytest.raises(Invalid) as refused:
        screen(session, decision, chosen, **told)
    return set(refused.value.messages)


def test_the_answers_and_what_the_rules_say_are_kept(session: Session) -> None:
    decision = make.decision(session, "tariff")
    kept = screen(session, decision, Chosen(), wellbeing="unknown", children="yes")
    assert (kept.depth, kept.proposed_depth, kept.rule) == ("narrow", "narrow", "core_effect")
    assert kept.triggers == ["wellbeing"]
    assert kept.answers["wellbeing"] == "unknown"
    assert kept.question_set_version.name == "screening/2026-1"


def test_a_core_question_without_an_answer_is_asked_for(session: Session) -> None:
    decision = make.decision(session)
    version = question_sets.newest(session, "screening")
    with pytest.raises(Invalid) as refused:
        screenings.screen(
            session, make.OPERATOR, decision.id, version, {"wellbeing": "yes"}, Chosen()
        )
    assert set(refused.value.messages) == {"environment", "business", "vitality"}


def test_a_lighter_depth_needs_a_reason_in_words(session: Session) -> None:
    decision = make.decision(session, "service_network")
    assert faults(session, decision, Chosen("narrow"), wellbeing="yes") == {"reason"}
    kept = screen(session, decision, Chosen("narrow", reason="Pieni."), wellbeing="yes")
    assert (kept.depth, kept.proposed_depth, kept.reason) == ("narrow", "full", "Pieni.")


def test_a_more_thorough_depth_needs_none(session: Session) -> None:
    decision = make.decision(session, "tariff")
    assert screen(session, decision, Chosen("full"), wellbeing="yes").depth == "full"


@pytest.mark.parametrize("wellbeing", ["no", "yes"])
def test_none_needs_a_code_and_words(session: Session, wellbeing: str) -> None:
    decision = make.decision(session)
    told = {"wellbeing": wellbeing}
    assert faults(session, decision, Chosen("none"), **told) == {"reason_code", "reason"}
    assert faults(session, decision, Chosen("none", "claim"), **told) == {"reason"}
    assert faults(session, decision, Chosen("none", None, "Syy."), **told) == {"reason_code"}
    assert faults(session, decision, Chosen("none", "whim", "Syy."), **told) == {"reason_code"}
    kept = screen(session, decision, Chosen("none", "claim", "Syy."), **told)
    assert (kept.depth, kept.reason_code, kept.reason) == ("none", "claim", "Syy.")


def test_none_as_the_rules_say_needs_its_code_and_words_too(session: Session) -> None:
    assert faults(session, make.decision(session), Chosen()) == {"reason_code", "reason"}


def test_reference_needs_the_place_too(session: Session) -> None:
    decision = make.decision(session, "land_use_plan")
    told = Chosen(None, "assessed_elsewhere", "Kaavaselostus.")
    assert faults(session, decision, told, wellbeing="yes") == {"refers_to"}
    whole = Chosen(None, "assessed_elsewhere", "Kaavaselostus.", "Selostus, luku 5")
    assert screen(session, decision, whole, wellbeing="yes").depth == "reference"


def test_what_is_refused_leaves_the_earlier_screening(session: Session) -> None:
    decision = make.decision(session)
    make.screened(session, decision)
    faults(session, decision, Chosen("none"), wellbeing="no")
    session.expire_all()
    assert decision.screening is not None
    assert decision.screening.answers["wellbeing"] == "yes"


def test_answering_again_replaces_the_earlier_answers(session: Session) -> None:
    decision = make.decision(session)
    make.screened(session, decision)
    make.screened_none(session, decision)
    assert session.scalars(select(Screening.depth)).all() == ["none"]
    assert decision.revision == 3


def test_a_stale_screening_is_refused(session: Session) -> None:
    decision = make.decision(session)
    make.screened(session, decision)
    version = question_sets.newest(session, "screening")
    with pytest.raises(StaleVersion):
        screenings.screen(
            session, make.OPERATOR, decision.id, version, make.answers(), Chosen("full"), 99
        )


def test_the_trail_tells_the_depth_and_the_rule(session: Session) -> None:
    make.screened(session, make.decision(session))
    event = session.scalars(
        select(AuditEvent).where(AuditEvent.action == "screening:answered")
    ).one()
    assert event.detail["depth"] == "narrow"
    assert event.detail["rule"] == "core_effect"


def test_depth_none_hides_the_assessment_and_another_shows_it_again(session: Session) -> None:
    assessment = make.assessed(session)
    make.effect(session, assessment, description="Tämä palaa.")
    assessments.write(
        session, make.OPERATOR, assessment.decision_id, None, {"summary": "Tiiviisti."}
    )
    decision = decisions.get(session, assessment.decision_id)
    before = outline.load(session, assessment)

    def printed() -> bytes:
        wanted = documents.Wanted(documents.default_kind(decision), municipality="M")
        document = documents.issue(session, make.OPERATOR, decision.id, wanted)
        from eva.documents.text import missing_texts

        content = stored_files.content_of(document.file)
        return b"" if missing_texts(content, ["Tämä palaa.", "Tiiviisti."]) else content

    assert printed()
    make.screened_none(session, decision)
    assert not printed()
    assert decision.assessment is assessment
    make.screened(session, decision)
    assert outline.load(session, assessment) == before
    assert printed()


def test_an_answer_to_a_question_that_the_type_is_not_asked_comes_back(session: Session) -> None:
    decision = make.decision(session, "other")
    screen(session, decision, Chosen(), strategy="yes")
    assert decision.screening is not None
    assert decision.screening.rule == "helper_full"
    told = dict(decision.screening.answers)
    screenings.change_type(session, make.OPERATOR, decision, "tariff")
    none = Chosen("none", "technical_or_minor", "Tekninen.")
    assert screen(session, decision, none, **told).proposed_depth == "none"
    screenings.change_type(session, make.OPERATOR, decision, "other")
    assert screen(session, decision, Chosen(), **told).rule == "helper_full"

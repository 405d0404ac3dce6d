"""Which earlier decisions are shown beside a form, and what of them."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eva.domain.permissions import Grant, Role
from eva.models import Decision, Participation, ProgrammeItem
from eva.queries import precedents
from eva.services import assessments, hearings, links, screenings
from eva.services.screenings import Chosen
from tests import make

READER = make.Somebody((Grant(Role.VIEWER),))
NOBODY = make.Somebody()
LONG = "sana " * 200


@pytest.fixture
def own(session: Session) -> Decision:
    """The decision whose form is open: a tariff, screened."""
    made = make.decision(session)
    make.screened(session, made)
    return made


def screened(session: Session, decision_type: str = "tariff") -> Decision:
    made = make.decision(session, decision_type)
    make.screened(session, made)
    return made


def numbers(found: list[precedents.Precedent]) -> list[int]:
    return [item.decision.id for item in found]


def of_screening(session: Session, own: Decision) -> list[int]:
    session.expire_all()
    return numbers(precedents.screened(session, READER, own, own.decision_type))


def section(session: Session, own: Decision, code: str) -> list[precedents.Precedent]:
    session.flush()
    session.expire_all()
    return precedents.assessed(session, READER, own, code)


def test_the_newest_three_others_of_the_type_come_newest_first(
    session: Session, own: Decision
) -> None:
    made = [screened(session).id for _ in range(4)]
    assert of_screening(session, own) == made[:0:-1]


def test_its_own_decision_other_types_and_unscreened_ones_are_left_out(
    session: Session, own: Decision
) -> None:
    kept = screened(session).id
    screened(session, "procurement")
    make.decision(session)
    assert of_screening(session, own) == [kept]


def test_a_screening_may_ask_of_another_type_than_was_recorded(
    session: Session, own: Decision
) -> None:
    screened(session)
    other = screened(session, "procurement").id
    assert numbers(precedents.screened(session, READER, own, "procurement")) == [other]


def test_who_may_read_no_decisions_gets_none(session: Session, own: Decision) -> None:
    screened(session)
    assert precedents.screened(session, NOBODY, own, "tariff") == []
    assert precedents.assessed(session, NOBODY, own, "effects") == []


def test_a_decision_that_needs_no_assessment_is_shown_in_the_screening_only(
    session: Session, own: Decision
) -> None:
    made = make.decision(session)
    make.screened_none(session, made)
    assert of_screening(session, own) == [made.id]
    assert section(session, own, "background") == []


def test_an_assessment_that_was_given_up_is_not_shown(session: Session, own: Decision) -> None:
    made = screened(session)
    session.refresh(made)
    assert made.screening is not None
    chosen = Chosen("none", "technical_or_minor", "Muutos on tekninen.")
    version, seen = made.screening.question_set_version, made.screening.version
    screenings.screen(session, make.OPERATOR, made.id, version, make.answers(), chosen, seen)
    assert section(session, own, "summary") == []


def test_secret_effects_are_neither_shown_nor_counted(session: Session, own: Decision) -> None:
    assessment = make.assessed(session)
    make.effect(session, assessment, description="Julkinen kuvaus.")
    make.secret_effect(session, assessment, "Zxqv")
    (found,) = section(session, own, "effects")
    (line,) = found.lines
    assert (line.description, line.total) == ("Julkinen kuvaus.", 1)
    assert (line.positive_count, line.negative_count) == (1, 0)


def test_an_assessment_with_secret_effects_alone_has_no_lines(
    session: Session, own: Decision
) -> None:
    make.secret_effect(session, make.assessed(session), "Zxqv")
    (found,) = section(session, own, "effects")
    assert found.lines == ()


def test_five_effects_are_shown_and_all_are_counted(session: Session, own: Decision) -> None:
    assessment = make.assessed(session)
    for place in range(6):
        make.effect(session, assessment, description=f"Vaikutus {place}.")
    make.effect(session, assessment, direction="negative", mitigation="Lievennys.")
    (found,) = section(session, own, "effects")
    assert [line.description for line in found.lines] == [f"Vaikutus {at}." for at in range(5)]
    assert {line.total for line in found.lines} == {7}
    assert (found.lines[0].positive_count, found.lines[0].negative_count) == (6, 1)


def test_each_decision_has_its_own_lines(session: Session, own: Decision) -> None:
    first, second = make.assessed(session), make.assessed(session, ("VE0", "VE1", "VE2"))
    found = section(session, own, "alternatives")
    assert [item.decision.id for item in found] == [second.decision_id, first.decision_id]
    assert [[line.code for line in item.lines] for item in found] == [
        ["VE0", "VE1", "VE2"],
        ["VE0", "VE1"],
    ]


def test_of_a_long_text_only_the_beginning_is_read(session: Session, own: Decision) -> None:
    make.effect(session, make.assessed(session), description=LONG)
    (found,) = section(session, own, "effects")
    assert found.lines[0].description == LONG[: precedents.LENGTH + 1]


def test_links_and_hearings_come_with_their_words(session: Session, own: Decision) -> None:
    number = make.assessed(session).decision_id
    item = session.scalars(select(ProgrammeItem).order_by(ProgrammeItem.id).limit(1)).one()
    told = {"item_id": item.id, "direction": "promotes", "reason": "Koska."}
    links.add(session, make.OPERATOR, number, told)
    heard = {"who": "Asukkaat", "how": "Ilta", "said": "Hyvä."}
    hearings.add(session, make.OPERATOR, number, Participation, heard)
    (linked,) = section(session, own, "links")
    assert [(line.code, line.direction, line.reason) for line in linked.lines] == [
        (item.code, "promotes", "Koska.")
    ]
    (met,) = section(session, own, "participation")
    assert [(line.who, line.how, line.said) for line in met.lines] == [
        ("Asukkaat", "Ilta", "Hyvä.")
    ]


def test_texts_of_the_assessment_itself_come_with_the_decision(
    session: Session, own: Decision
) -> None:
    assessment = make.assessed(session)
    told = {"summary": "Yhteenveto tästä."}
    assessments.write(session, make.OPERATOR, assessment.decision_id, assessment.version, told)
    (found,) = section(session, own, "summary")
    assert found.decision.assessment is not None
    assert found.decision.assessment.summary == "Yhteenveto tästä."

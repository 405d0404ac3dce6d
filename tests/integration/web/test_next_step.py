"""A decision's page leads to what comes next."""

import pytest

from tests import make
from tests.integration.town import Town


def next_step(town: Town, decision_id: int) -> tuple[str, str]:
    """Return the words and the address of the button under Seuraavaksi."""
    page = town.visitor("preparer").get(f"/decisions/{decision_id}")
    (button,) = page.tree.xpath("//section[@aria-labelledby='seuraavaksi']//a")
    return button.text_content().strip(), button.get("href")


@pytest.fixture
def finished(town: Town) -> int:
    """A decision whose assessment has all its sections, of which nothing is issued yet."""
    with town.writing() as session:
        decision = make.imported(session, make.case("01"))
        decision.preparer_id = town.people["preparer"]
        return decision.id


def test_an_unfinished_assessment_goes_on(town: Town) -> None:
    with town.writing() as session:
        number = make.assessed(session, body=session.get(make.Body, town.body_id)).decision_id
    address = f"/decisions/{number}/assessment"
    assert next_step(town, number) == ("Jatka arviointia", address)


def test_a_finished_one_is_checked_and_issued(town: Town, finished: int) -> None:
    address = f"/decisions/{finished}/check"
    assert next_step(town, finished) == ("Tarkista ja anna asiakirja", address)

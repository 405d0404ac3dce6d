"""A form sent twice makes one: pressed again, sent again, sent from two windows, all at once.

Where different people make the same at once, each is answered as if they had come in turn.
"""

import threading
from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import func, select

from eva.models import AuditEvent, IssuedDocument
from tests.integration.creating import FORMS, Creating, Opened, person
from tests.integration.town import Town
from tests.integration.visitor import Page, Visitor
from tests.trials import share_of

TRIALS = 500
Window = Callable[[], Visitor]


def at_once(opened: Opened, window: Window, times: int) -> list[Page]:
    """Send the form so many times in the same moment."""
    return together([(opened, window)] * times)


def in_turn(opened: Opened, window: Window, times: int) -> list[Page]:
    """Send the form again and again."""
    return [opened.send(window()) for _ in range(times)]


def together(forms: Sequence[tuple[Opened, Window]]) -> list[Page]:
    """Send the forms in the same moment, each from a window of its own."""
    answers: list[Page] = []
    start = threading.Barrier(len(forms))

    def send(opened: Opened, window: Window) -> None:
        visitor = window()
        start.wait()
        answers.append(opened.send(visitor))

    threads = [threading.Thread(target=send, args=form) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == len(forms)
    return answers


def counts(town: Town, kind: Creating) -> tuple[int, int, int]:
    """Return how many things there are, how many events of making them, how many appended."""
    with town.reading() as session:
        things = select(func.count()).select_from(kind.model)
        events = select(func.count()).where(AuditEvent.action == kind.action)
        whole = select(func.count()).where(IssuedDocument.kind == "agenda_item")
        made, told, appended = (session.scalar(asked) or 0 for asked in (things, events, whole))
    return made, told, appended


def try_once(town: Town, name: str, way: str, times: int) -> None:
    """Send a form of the kind several times in the way told; expect that it makes one."""
    kind = FORMS[name]
    window = person(town)
    told = kind.prepare(town)
    before = counts(town, kind)
    opened = kind.open(window(), told)
    if way == "at once":
        answers = at_once(opened, window, times)
    elif way == "in turn":
        answers = in_turn(opened, window, times)
    elif way == "two windows":
        answers = together([(opened, window), (kind.open(window(), told), window)])
    elif way == "two windows in turn":
        other = kind.open(window(), told)
        answers = [opened.send(window()), other.send(window())]
    else:  # a retry: the answer was lost, the page was looked at, the old form is sent again
        first = opened.send(window())
        window().get(first.location)
        answers = [first, opened.send(window())]
    what = (name, way, [(page.status, page.location) for page in answers])
    assert all(page.status == 303 for page in answers), (what, answers[-1].words[:500])
    assert len({page.location for page in answers}) == 1, what
    made, events, appended = (
        now - then for now, then in zip(counts(town, kind), before, strict=True)
    )
    expected = 2 if name == "an appended document" else 1  # the assessment's own, and the whole
    assert (made, events) == (expected, expected), what
    assert appended == expected - 1, what


def meet_once(town: Town, name: str) -> None:
    """Let three people send the same form of their own at once; expect that nobody sees a fault."""
    kind = FORMS[name]
    people = [person(town) for _ in range(3)]
    told = kind.prepare(town)
    forms = [(kind.open(window(), told), window) for window in people]
    answers = together(forms)
    what = (name, [(page.status, page.location) for page in answers])
    assert any(page.status == 303 for page in answers), what
    assert all(page.status in (303, 403, 409, 422) for page in answers), what


WAYS = ("at once", "in turn", "two windows", "a retry", "two windows in turn")


@pytest.mark.parametrize("name", FORMS)
def test_a_form_sent_again_makes_one(town: Town, name: str, tell: Callable[[str], None]) -> None:
    trials = -(-share_of(TRIALS) // len(FORMS))
    for trial in range(trials):
        try_once(town, name, WAYS[trial % len(WAYS)], 2 + trial % 4)
    tell(f"{trials} trials, 0 made twice")


@pytest.mark.parametrize("name", FORMS)
def test_three_people_who_make_the_same_at_once_see_no_fault(
    town: Town, name: str, tell: Callable[[str], None]
) -> None:
    trials = -(-share_of(TRIALS // 5) // len(FORMS))
    for _ in range(trials):
        meet_once(town, name)
    tell(f"{trials} trials of three people, 0 faults")

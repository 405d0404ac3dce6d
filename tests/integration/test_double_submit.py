"""A form sent twice makes one: pressed again, sent again, sent from two windows, all at once."""

import threading
from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import func, select

from eva.domain.permissions import Role
from eva.models import AuditEvent, IssuedDocument
from tests.integration.creating import FORMS, Creating, Opened, person
from tests.integration.town import Town
from tests.integration.visitor import Page, Visitor
from tests.trials import share_of

TRIALS = 500
Window = Callable[[], Visitor]


def at_once(opened: Opened, window: Window, times: int) -> list[Page]:
    """Send the form so many times in the same moment."""
    return together([opened] * times, window)


def in_turn(opened: Opened, window: Window, times: int) -> list[Page]:
    """Send the form again and again."""
    return [opened.send(window()) for _ in range(times)]


def together(forms: Sequence[Opened], window: Window) -> list[Page]:
    """Send the forms in the same moment."""
    answers: list[Page] = []
    start = threading.Barrier(len(forms))

    def send(opened: Opened) -> None:
        visitor = window()
        start.wait()
        answers.append(opened.send(visitor))

    threads = [threading.Thread(target=send, args=(opened,)) for opened in forms]
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
    window = person(town, Role.PREPARER)
    told = kind.prepare(town)
    before = counts(town, kind)
    opened = kind.open(window(), told)
    if way == "at once":
        answers = at_once(opened, window, times)
    elif way == "in turn":
        answers = in_turn(opened, window, times)
    elif way == "two windows":
        answers = together([opened, kind.open(window(), told)], window)
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


WAYS = ("at once", "in turn", "two windows", "a retry", "two windows in turn")


@pytest.mark.parametrize("name", FORMS)
def test_a_form_sent_again_makes_one(town: Town, name: str, tell: Callable[[str], None]) -> None:
    trials = -(-share_of(TRIALS) // len(FORMS))
    for trial in range(trials):
        try_once(town, name, WAYS[trial % len(WAYS)], 2 + trial % 4)
    tell(f"{trials} trials, 0 made twice")

"""Many people write in the same texts at the same time over two server processes: nothing is lost.

Each writer reads a form, adds a mark of its own to one text and saves. Where somebody else has
saved the same text meanwhile, the page that shows both is answered with both texts together. A
mark whose saving was answered with a redirect has to be in the text at the end.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from sqlalchemy import delete, select

from eva.domain.permissions import Role
from eva.models import Alternative, Assessment, Draft, Effect, RowVersion
from eva.services import audit_trail, sessions
from eva.settings import Settings
from tests import make
from tests.integration.caller import Caller
from tests.integration.served import Served
from tests.integration.town import Town
from tests.integration.visitor import Page
from tests.trials import share_of

WRITERS = 8
SAVES = 4000
AUTOMATIC = 400


@dataclass(frozen=True)
class Place:
    """A text that many write in."""

    path: str
    name: str
    kind: type[Assessment] | type[Effect] | type[Alternative]
    number: int


@dataclass
class Told:
    """What the writers saw, together."""

    acknowledged: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    asked: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def saved(self, place: Place, mark: str) -> None:
        """Remember a mark whose saving was acknowledged."""
        with self.lock:
            self.acknowledged.setdefault((place.path, place.name), []).append(mark)


@contextmanager
def callers(settings: Settings, town: Town, people: int = WRITERS) -> Iterator[list[Caller]]:
    """Yield eight callers, half of them at one server and half at another.

    They are so many people; with one, all are windows of the same browser.
    """
    with town.writing() as session:
        made = [make.user(session, Role.PREPARER).id for _ in range(people)]
        begun = [sessions.start(session, number, "") for number in made]
    tokens = [begun[place % people] for place in range(WRITERS)]
    with Served(settings) as one, Served(settings) as other:
        calling = [
            Caller((one, other)[place % 2].address, token) for place, token in enumerate(tokens)
        ]
        try:
            yield calling
        finally:
            for each in calling:
                each.close()


def at_once(work: Callable[[int], None]) -> None:
    """Let all writers do the work at the same time; what one of them raised is raised here."""
    faults: list[BaseException] = []

    def do(number: int) -> None:
        try:
            work(number)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=do, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def joined(theirs: str, mine: str) -> str:
    """Return both texts as one: the other's, and what only mine says."""
    known = set(theirs.split())
    return " ".join([*theirs.split(), *(word for word in mine.split() if word not in known)])


def save(caller: Caller, place: Place, mark: str, told: Told) -> None:
    """Add the mark to the text, whatever others do meanwhile.

    Raises:
        AssertionError: an answer was neither a redirect nor the page that shows both texts.
    """
    form = caller.get(place.path).form()
    before = form[place.name][0]
    form[place.name] = [f"{before} {mark}".strip()]
    while True:
        page = caller.post(place.path, form)
        told.statuses[page.status] += 1
        if page.status == 303:
            return told.saved(place, mark)
        assert page.status == 409, (page.status, page.words[:500])
        form = both(page, place)
        told.asked += 1


def both(page: Page, place: Place) -> dict[str, list[str]]:
    """Return the form of the page that shows two texts, with both in each field asked."""
    form = page.form(place.path)
    asked = [name.removeprefix("theirs.") for name in form if name.startswith("theirs.")]
    assert asked, page.words[:500]
    for name in asked:
        form[name] = [joined(form[f"theirs.{name}"][0], form[name][0])]
    return form


def places_of(town: Town) -> list[Place]:
    """Return the texts: two of one form, one of an effect, one of an alternative."""
    start = f"/decisions/{town.decision_id}/assessment"
    return [
        Place(f"{start}/background", "present_state", Assessment, town.assessment_id),
        Place(f"{start}/background", "objective", Assessment, town.assessment_id),
        Place(f"{start}/effects/{town.effect_id}", "description", Effect, town.effect_id),
        Place(
            f"{start}/alternatives/{town.alternative_id}",
            "description",
            Alternative,
            town.alternative_id,
        ),
    ]


def expect_all_kept(town: Town, places: Sequence[Place], told: Told) -> int:
    """Expect each acknowledged mark in its text, each saving a version; return the marks lost."""
    lost = 0
    with town.reading() as session:
        saves: Counter[tuple[str, int]] = Counter()
        rows = {(item.kind.__tablename__, item.number): item.kind for item in places}
        for place in places:
            marks = told.acknowledged.get((place.path, place.name), [])
            words = getattr(session.get_one(place.kind, place.number), place.name).split()
            lost += len(set(marks) - set(words))
            assert len(words) == len(set(words)), "a mark stands twice"
            saves[place.kind.__tablename__, place.number] += len(marks)
        for (kind, number), saved in saves.items():
            version = session.get_one(rows[kind, number], number).version
            statement = select(RowVersion.version).where(
                RowVersion.kind == kind, RowVersion.row_id == number
            )
            assert version == saved + 1, kind
            assert session.scalars(statement.order_by(RowVersion.id)).all() == list(
                range(1, version + 1)
            )
        assert audit_trail.first_broken(session) is None
    return lost


def test_no_acknowledged_save_is_lost(
    settings: Settings, town: Town, tell: Callable[[str], None]
) -> None:
    places, told, numbers = places_of(town), Told(), count()
    total = share_of(SAVES)
    with callers(settings, town) as people:

        def write(number: int) -> None:
            for mark in numbers:
                if mark >= total:
                    return
                place = places[(mark + number) % len(places)]
                save(people[number], place, f"m{mark}", told)

        at_once(write)
    assert sum(len(marks) for marks in told.acknowledged.values()) == total
    assert all(status < 500 for status in told.statuses)
    lost = expect_all_kept(town, places, told)
    assert lost == 0
    tell(f"{total} saves, {lost} lost updates, {told.asked} conflicts shown")


def test_drafts_and_the_form_sent_at_once_leave_nothing_behind(
    settings: Settings, town: Town, tell: Callable[[str], None]
) -> None:
    """The script's last saves meet on their way: the newest stays, and none outlives the form."""
    path = f"/decisions/{town.decision_id}/assessment/background"
    rounds = -(-share_of(AUTOMATIC) // WRITERS)
    with callers(settings, town, people=1) as people:
        for turn in range(rounds):
            form = people[0].get(path).form() | {"objective": [f"t{turn}"]}
            is_sent = turn % 2 == 1

            def write(number: int, form: dict[str, list[str]] = form, sent: bool = is_sent) -> None:
                place, own = (path, 0) if sent and not number else ("/drafts", number + 1)
                told = {"draft_place": [path], "draft_number": [str(own)]}
                page = people[number].post(place, {**form, **(told if own else {})})
                assert page.status == (200 if own else 303), page.text[:500]

            at_once(write)
            with town.reading() as session:
                kept = [item.number for item in session.scalars(select(Draft))]
            assert kept == ([] if is_sent else [WRITERS]), turn
            with town.writing() as session:
                session.execute(delete(Draft))
    tell(f"{rounds} forms with {WRITERS} saves of drafts at once, 0 lost, 0 left behind")


def test_changes_of_different_fields_never_ask(
    settings: Settings, town: Town, tell: Callable[[str], None]
) -> None:
    """Eight writers, each with one field of one effect alone."""
    path = f"/decisions/{town.decision_id}/assessment/effects/{town.effect_id}"
    fields = ("description", "mitigation", "areas", "sources", "amount_eur_per_year")
    choices = {"significance": ("small", "large"), "certainty": ("low", "high")}
    rounds = -(-share_of(AUTOMATIC) // WRITERS)
    last: dict[str, str] = {}
    with callers(settings, town) as people:

        def write(number: int) -> None:
            name = (*fields, *choices, "groups")[number]
            for turn in range(1, rounds + 1):
                offered = choices.get(name, ("children", "older_people"))
                text = str(turn) if name in fields else offered[turn % 2]
                form = people[number].get(path).form() | {name: [text]}
                page = people[number].post(path, form)
                assert page.status == 303, (name, turn, page.status, page.words[:800])
                shown = people[number].get(path).form()[name]
                assert [item.strip() for item in shown] == [text], (name, shown)
                last[name] = text

        at_once(write)
        after = people[0].get(path).form()
    assert {name: after[name][0].strip() for name in last} == last
    tell(f"{rounds * WRITERS} saves of different fields of a form, 0 lost, 0 questions")

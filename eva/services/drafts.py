"""Drafts: what somebody typed and hasn't sent yet. Keeping one changes nothing else, ever."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from eva.domain.errors import Invalid, NotFound
from eva.domain.text import clean_line, clean_text
from eva.models import Decision, Draft, RoleGrant, User
from eva.models.base import now
from eva.services import records, submissions

LONGEST = 1_000_000
"""Signs in all the fields of a draft together."""
MOST = 200
"""Drafts of one person; the oldest go first."""
_DECISION = re.compile(r"/decisions/([0-9]{1,9})(/|$)")


@dataclass(frozen=True)
class Typed:
    """What is to be kept of an opened form."""

    place: str
    """The address that the form is sent to."""
    page: str
    """The address of the page where it is."""
    title: str
    form_key: str
    fields: Sequence[tuple[str, str]]
    number: int | None = None
    """The number of the save within the form; None is newer than any."""
    continues: str = ""
    """The key and number of the draft that the form was opened with, as `mark_of` tells them."""


def keep(session: Session, user_id: int, typed: Typed) -> Draft:
    """Keep the draft; a save that is older than the one kept, or than the sending, changes nothing.

    Raises:
        NotFound: there's no such active person.
        Invalid: the texts are longer than a draft may be.
    """
    if session.execute(select(User.id).where(User.id == user_id, User.is_active)).first() is None:
        raise NotFound(user_id)
    if sum(len(name) + len(value) for name, value in typed.fields) > LONGEST:
        raise Invalid({"": "Teksti on liian pitkä tallennettavaksi luonnoksena."})
    records.reserve(session, f"form {typed.form_key}")
    is_late = typed.number is not None and submissions.is_taken(session, user_id, typed.form_key)
    if is_late:
        return Draft(number=typed.number or 0, saved_at=now())  # it came after the form itself
    statement = select(Draft).where(
        Draft.user_id == user_id, Draft.place == typed.place, Draft.form_key == typed.form_key
    )
    draft = session.execute(statement.with_for_update()).scalar_one_or_none()
    if draft is None:
        draft = Draft(user_id=user_id, place=typed.place, form_key=typed.form_key, number=-1)
        session.add(draft)
    number = draft.number + 1 if typed.number is None else typed.number
    if number <= draft.number:
        return draft
    draft.number = number
    draft.page = typed.page
    draft.fields = [[clean_line(name)[:100], clean_text(value)] for name, value in typed.fields]
    draft.decision_id, about = _decision_of(session, user_id, typed.place)
    draft.title = (typed.title or draft.title or about or "")[:300]
    draft.saved_at = now()
    session.flush()
    leave(session, user_id, typed.continues)
    _keep_few(session, user_id)
    return draft


def mark_of(draft: Draft) -> str:
    """Return what a form that is opened with the draft carries of it."""
    return f"{draft.form_key}:{draft.number}"


def leave(session: Session, user_id: int, mark: str) -> None:
    """Remove the draft that a form went on from, unless another window has changed it since."""
    key, _, number = mark.rpartition(":")
    if key and number.isdecimal() and len(number) < 10:
        session.execute(
            delete(Draft).where(
                Draft.user_id == user_id, Draft.form_key == key, Draft.number == int(number)
            )
        )


def _decision_of(session: Session, user_id: int, place: str) -> tuple[int | None, str]:
    """Return the number and the title of the decision that the form is about, if it's about one.

    Whoever has no role may read no decision, so is told no title either.
    """
    found = _DECISION.match(place)
    number = int(found.group(1)) if found else 2**31
    if number > 2**31 - 1:
        return None, ""
    has_role = select(RoleGrant.id).where(RoleGrant.user_id == user_id).exists()
    statement = select(Decision.id, Decision.title).where(Decision.id == number, has_role)
    row = session.execute(statement).first()
    return (row.id, row.title) if row else (None, "")


def _keep_few(session: Session, user_id: int) -> None:
    newest = (
        select(Draft.id)
        .where(Draft.user_id == user_id)
        .order_by(Draft.saved_at.desc(), Draft.id.desc())
        .offset(MOST)
        .limit(1000)
    )
    old = session.scalars(newest).all()
    if old:
        session.execute(delete(Draft).where(Draft.id.in_(old)))


def at_place(session: Session, user_id: int, place: str) -> Sequence[Draft]:
    """Return the person's drafts of the form, the newest first."""
    statement = select(Draft).where(Draft.user_id == user_id, Draft.place == place)
    return session.scalars(statement.order_by(Draft.saved_at.desc(), Draft.id.desc())).all()


def list_own(session: Session, user_id: int, most: int = MOST) -> Sequence[Draft]:
    """Return the person's drafts, the newest first."""
    statement = select(Draft).where(Draft.user_id == user_id)
    return session.scalars(
        statement.order_by(Draft.saved_at.desc(), Draft.id.desc()).limit(most)
    ).all()


def count_own(session: Session, user_id: int) -> int:
    """Return how many drafts the person has."""
    statement = select(func.count(Draft.id)).where(Draft.user_id == user_id)
    return session.execute(statement).scalar_one()


def get_own(session: Session, user_id: int, draft_id: int) -> Draft:
    """Return the draft.

    Raises:
        NotFound: there's no such draft, or it's somebody else's.
    """
    draft = session.get(Draft, draft_id) if draft_id < 2**31 else None
    if draft is None or draft.user_id != user_id:
        raise NotFound(draft_id)
    return draft


def discard(session: Session, user_id: int, form_key: str) -> None:
    """Remove what was kept of the opened form: it has been sent."""
    if form_key:
        records.reserve(session, f"form {form_key}")
        session.execute(delete(Draft).where(Draft.user_id == user_id, Draft.form_key == form_key))

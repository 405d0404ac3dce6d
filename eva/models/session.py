"""What belongs to one person at one computer: sessions, drafts, forms sent, pages open."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eva.models.base import Base, now


class WebSession(Base):
    """A sign-in that lasts (fi: istunto); the cookie holds the token, the table its hash alone."""

    __tablename__ = "web_session"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    browser: Mapped[str] = mapped_column(String(100), default="")
    """What the browser calls itself, shortened, so that its owner knows which one it is."""
    started_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    """When the person last did something, in the database's own time, to the minute."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What pages leave to the next page: messages."""


class Draft(Base):
    """What somebody typed and hasn't sent yet (fi: luonnos); nobody else ever sees it."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("user_id", "place", "form_key"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(
        ForeignKey("decision.id", ondelete="CASCADE"), index=True
    )
    place: Mapped[str] = mapped_column(String(300))
    """The address that the form is sent to."""
    page: Mapped[str] = mapped_column(String(300))
    """The address of the page where the form is."""
    title: Mapped[str] = mapped_column(String(300), default="")
    """The title of that page, as the person saw it."""
    form_key: Mapped[str] = mapped_column(String(64))
    """The key of the opened form; drafts of two windows are kept apart."""
    number: Mapped[int] = mapped_column(default=0)
    """The number of the save within the form; an older one that comes late changes nothing."""
    fields: Mapped[list[list[str]]] = mapped_column(JSON)
    """Pairs of the field's name and the text, as they were typed."""
    saved_at: Mapped[datetime] = mapped_column(default=now)


class Submission(Base):
    """A form that was taken, so that sending it again makes nothing twice."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("user_id", "fingerprint"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    """The SHA-256 of the address and of all that was sent."""
    form_key: Mapped[str] = mapped_column(String(64), default="", index=True)
    target: Mapped[str] = mapped_column(String(300), default="")
    """The address where the person was sent after it."""
    taken_at: Mapped[datetime] = mapped_column(default=now)


class Presence(Base):
    """Somebody who has a page of a record open (fi: läsnäolo)."""

    __tablename__ = "presence"
    __table_args__ = (UniqueConstraint("place", "user_id"),)

    place: Mapped[str] = mapped_column(String(300))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    seen_at: Mapped[datetime] = mapped_column(default=now)

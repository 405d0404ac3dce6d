"""Who was heard, and what will be looked at afterwards."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eva.models.assessment import Assessment
from eva.models.base import COUNTING, Base, Versioned


class Participation(Versioned, Base):
    """A hearing or another way in which people took part (fi: osallistuminen)."""

    __tablename__ = "participation"
    __table_args__ = COUNTING

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    position: Mapped[int]
    who: Mapped[str] = mapped_column(String(500))
    how: Mapped[str] = mapped_column(String(500))
    held_on: Mapped[date | None]
    said: Mapped[str | None] = mapped_column(Text)
    changed: Mapped[str | None] = mapped_column(Text)
    """What changed because of it."""

    assessment: Mapped[Assessment] = relationship(back_populates="participation")


class FollowUp(Versioned, Base):
    """Something that will be looked at when the decision has had its effects (fi: seuranta)."""

    __tablename__ = "follow_up"
    __table_args__ = COUNTING

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    position: Mapped[int]
    what: Mapped[str] = mapped_column(String(500))
    responsible_title: Mapped[str] = mapped_column(String(500))
    due_on: Mapped[date]
    observed: Mapped[str | None] = mapped_column(Text)

    assessment: Mapped[Assessment] = relationship(back_populates="follow_up")

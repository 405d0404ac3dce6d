"""Screenings: is an assessment needed, and how thorough."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eva.models.base import COUNTING, Base, Versioned, now
from eva.models.decision import Decision
from eva.models.question_set import QuestionSetVersion


class Screening(Versioned, Base):
    """The answers of a screening and what was decided of the depth (fi: tarveharkinta)."""

    __tablename__ = "screening"
    __table_args__ = COUNTING

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    question_set_version_id: Mapped[int] = mapped_column(ForeignKey("question_set_version.id"))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    depth: Mapped[str] = mapped_column(String(16))
    """The depth that was recorded: none, reference, narrow or full."""
    proposed_depth: Mapped[str] = mapped_column(String(16))
    """The depth that the rules gave."""
    rule: Mapped[str] = mapped_column(String(32))
    triggers: Mapped[list[str]] = mapped_column(JSON)
    reason_code: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(Text)
    refers_to: Mapped[str | None] = mapped_column(Text)
    screened_at: Mapped[datetime] = mapped_column(default=now)
    screened_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    decision: Mapped[Decision] = relationship(back_populates="screening")
    question_set_version: Mapped[QuestionSetVersion] = relationship()

"""Assessments and their alternatives."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eva.models.base import COUNTING, Base, Versioned
from eva.models.decision import Decision
from eva.models.question_set import QuestionSetVersion

if TYPE_CHECKING:
    from eva.models.effect import Effect
    from eva.models.follow_up import FollowUp, Participation
    from eva.models.measure_link import MeasureLink


class Assessment(Versioned, Base):
    """The ex-ante impact assessment of a decision (fi: vaikutusten ennakkoarviointi)."""

    __tablename__ = "assessment"
    __table_args__ = COUNTING

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    question_set_version_id: Mapped[int] = mapped_column(ForeignKey("question_set_version.id"))
    present_state: Mapped[str | None] = mapped_column(Text)
    objective: Mapped[str | None] = mapped_column(Text)
    single_alternative_reason: Mapped[str | None] = mapped_column(Text)
    hearing_duty_checked: Mapped[bool | None]
    """Whether the duty to hear others than the parties was checked (Hallintolaki 41 §)."""
    no_links_reason: Mapped[str | None] = mapped_column(Text)
    """Why the decision touches no measure of the strategic programmes."""
    summary: Mapped[str | None] = mapped_column(Text)

    decision: Mapped[Decision] = relationship(back_populates="assessment")
    question_set_version: Mapped[QuestionSetVersion] = relationship()
    alternatives: Mapped[list["Alternative"]] = relationship(
        back_populates="assessment", cascade="all, delete-orphan", order_by="Alternative.position"
    )
    effects: Mapped[list["Effect"]] = relationship(
        back_populates="assessment", cascade="all, delete-orphan", order_by="Effect.position"
    )
    measure_links: Mapped[list["MeasureLink"]] = relationship(
        back_populates="assessment", cascade="all, delete-orphan", order_by="MeasureLink.position"
    )
    participation: Mapped[list["Participation"]] = relationship(
        back_populates="assessment", cascade="all, delete-orphan", order_by="Participation.position"
    )
    follow_up: Mapped[list["FollowUp"]] = relationship(
        back_populates="assessment", cascade="all, delete-orphan", order_by="FollowUp.position"
    )


class Alternative(Versioned, Base):
    """One way to decide (fi: vaihtoehto); VE0 is the zero alternative."""

    __tablename__ = "alternative"
    __table_args__ = (UniqueConstraint("assessment_id", "code"), COUNTING)

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(4))
    title: Mapped[str] = mapped_column(String(500))
    description: Mapped[str | None] = mapped_column(Text)
    is_proposed: Mapped[bool | None]
    """None where a case file doesn't say, which means no."""

    assessment: Mapped[Assessment] = relationship(back_populates="alternatives")

    @property
    def is_zero(self) -> bool:
        """Whether nothing is done in this alternative (fi: nollavaihtoehto)."""
        return self.code == "VE0"

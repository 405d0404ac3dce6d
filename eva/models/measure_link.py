"""Links from an assessment to the measures of the strategic programmes."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eva.models.assessment import Alternative, Assessment
from eva.models.base import COUNTING, Base, Versioned
from eva.models.programme import ProgrammeItem


class MeasureLink(Versioned, Base):
    """What a decision, or one of its alternatives, does to a measure, and why."""

    __tablename__ = "measure_link"
    __table_args__ = COUNTING

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("programme_item.id"), index=True)
    alternative_id: Mapped[int | None] = mapped_column(ForeignKey("alternative.id"))
    position: Mapped[int]
    names_term: Mapped[bool] = mapped_column(default=True)
    """Whether the case file named the council term, so that it can be written as it was."""
    direction: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)

    assessment: Mapped[Assessment] = relationship(back_populates="measure_links")
    item: Mapped[ProgrammeItem] = relationship(lazy="joined", innerjoin=True)
    alternative: Mapped[Alternative | None] = relationship()

"""A decision's places on agendas."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eva.models.base import COUNTING, Base, Versioned
from eva.models.decision import Decision
from eva.models.meeting import Meeting


class AgendaItem(Versioned, Base):
    """A decision on the agenda of a meeting (fi: asiakohta, pykälä)."""

    __tablename__ = "agenda_item"
    __table_args__ = COUNTING

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int]
    section: Mapped[str | None] = mapped_column(String(16))
    """The number of the section (fi: pykälä), where it's known already."""
    attachment: Mapped[str | None] = mapped_column(String(16))
    """The number of the attachment, as in "Liite 2"."""

    decision: Mapped[Decision] = relationship(back_populates="agenda_items")
    meeting: Mapped[Meeting] = relationship(lazy="joined", innerjoin=True)

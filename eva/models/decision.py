"""Matters on their way to an agenda."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eva.models.base import Base, Versioned, now
from eva.models.user import User

if TYPE_CHECKING:
    from eva.models.agenda_item import AgendaItem
    from eva.models.assessment import Assessment
    from eva.models.screening import Screening


class Decision(Versioned, Base):
    """A matter that a body decides on (fi: asia); it travels from body to body."""

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_type_id", "decision_type", "id"),)

    register_number: Mapped[str] = mapped_column(String(64), unique=True)
    """The number in the case register (fi: diaarinumero), e.g. MliDno-2026-123."""
    title: Mapped[str] = mapped_column(String(500))
    decision_type: Mapped[str] = mapped_column(String(64))
    description: Mapped[str | None] = mapped_column(Text)
    cost_eur: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    """The total cost in euros, without VAT."""
    language: Mapped[str | None] = mapped_column(String(2))
    preparer_title: Mapped[str | None] = mapped_column(String(500))
    presenter_title: Mapped[str | None] = mapped_column(String(500))
    parent_register_number: Mapped[str | None] = mapped_column(String(64))
    """The decision whose assessment this one builds on; it may be kept elsewhere."""
    preparer_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    """The body that prepares it, known before it's on any agenda."""
    revision: Mapped[int] = mapped_column(default=1)
    """The number of the record's state: each change of any part of the record raises it."""
    approved_revision: Mapped[int | None]
    """The state that the presenting officer approved; documents of another one are drafts."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    search_text: Mapped[str] = mapped_column(Text, default="")
    """The folded words that the search looks in."""

    preparer: Mapped[User | None] = relationship()
    agenda_items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="decision", cascade="all, delete-orphan", order_by="AgendaItem.position"
    )
    screening: Mapped["Screening | None"] = relationship(
        back_populates="decision", cascade="all, delete-orphan"
    )
    assessment: Mapped["Assessment | None"] = relationship(
        back_populates="decision", cascade="all, delete-orphan"
    )

    @property
    def document_language(self) -> str:
        """The language of the texts; Finnish where none is told."""
        return self.language or "fi"

    @property
    def body_ids(self) -> set[int]:
        """The bodies that prepare or treat the decision."""
        bodies = {item.meeting.body_id for item in self.agenda_items}
        return bodies | ({self.body_id} if self.body_id is not None else set())

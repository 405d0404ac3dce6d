"""Question sets as they were published."""

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eva.models.base import Base, now


class QuestionSetVersion(Base):
    """A published version of a question set (fi: kysymyssarja); it never changes."""

    __tablename__ = "question_set_version"
    __table_args__ = (UniqueConstraint("kind", "number"),)

    kind: Mapped[str] = mapped_column(String(64))
    number: Mapped[str] = mapped_column(String(16))
    """The year and the running number: 2026-1."""
    content: Mapped[str] = mapped_column(Text, deferred=True)
    """The whole set as canonical JSON."""
    sha256: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def name(self) -> str:
        """The name that records and documents carry: screening/2026-1."""
        return f"{self.kind}/{self.number}"

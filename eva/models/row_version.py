"""What each part of a record said at each of its versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from eva.models.base import Base, now


class RowVersion(Base):
    """A part of a record as one save left it (fi: versio); merging and restoring read it."""

    __tablename__ = "row_version"
    __table_args__ = (Index("ix_row_version_row", "kind", "row_id", "version"),)

    decision_id: Mapped[int] = mapped_column(
        ForeignKey("decision.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(32))
    """The name of the part's table."""
    row_id: Mapped[int]
    version: Mapped[int]
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The fields by name, as plain data."""
    is_removed: Mapped[bool] = mapped_column(default=False)
    """Whether this is what the part said when it was removed."""
    saved_at: Mapped[datetime] = mapped_column(default=now)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)

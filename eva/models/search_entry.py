"""What the search looks in: an entry for each thing that can be found."""

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eva.models.base import Base


class SearchEntry(Base):
    """The public words of a decision, an effect, a measure or a document (fi: hakutieto).

    What is secret has no entry. Both databases look in `folded` by runs of three letters: SQLite
    in an FTS5 table that triggers keep, PostgreSQL by an index of pg_trgm (migration 0003).
    """

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("kind", "object_id"),)

    kind: Mapped[str] = mapped_column(String(16))
    """decision, effect, measure or document."""
    object_id: Mapped[int]
    """The row that was found, in the table of its kind."""
    decision_id: Mapped[int | None] = mapped_column(
        ForeignKey("decision.id", ondelete="CASCADE"), index=True
    )
    """The decision that it belongs to; a measure belongs to none."""
    programme_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("programme_item.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    """The text as it was written, for excerpts."""
    folded: Mapped[str] = mapped_column(Text)
    """Title and body as the search compares them."""

"""Word documents as they were issued, uploads, and the templates they were made from."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eva.models.base import Base, now
from eva.models.decision import Decision


class StoredFile(Base):
    """The bytes of a file under their SHA-256, kept once and never changed."""

    __tablename__ = "stored_file"

    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int]
    stored_at: Mapped[datetime] = mapped_column(default=now)


class DocumentTemplate(Base):
    """A Word template as it was published, with what it was compiled to."""

    __tablename__ = "document_template"
    __table_args__ = (UniqueConstraint("kind", "language", "sha256"),)

    kind: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(2))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    compiled: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    published_at: Mapped[datetime] = mapped_column(default=now)


class IssuedDocument(Base):
    """A Word document as it was issued (fi: asiakirja); it never changes."""

    __tablename__ = "issued_document"
    __table_args__ = (UniqueConstraint("decision_id", "number"),)

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    number: Mapped[int]
    """The running number of the decision's documents: the version that the document prints."""
    kind: Mapped[str] = mapped_column(String(32))
    """assessment, screening or agenda_item."""
    language: Mapped[str] = mapped_column(String(2))
    is_secret: Mapped[bool] = mapped_column(default=False)
    is_draft: Mapped[bool]
    revision: Mapped[int]
    """The state of the record that it was made of."""
    content_sha256: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the case file that it carries."""
    template_id: Mapped[int | None] = mapped_column(ForeignKey("document_template.id"))
    agenda_item_id: Mapped[int | None]
    """The agenda item that it was appended to; no foreign key, since the document outlives it."""
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    issued_at: Mapped[datetime] = mapped_column(default=now)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    decision: Mapped[Decision] = relationship()
    file: Mapped[StoredFile] = relationship()


class Upload(Base):
    """A file that somebody gave, as it came."""

    __tablename__ = "upload"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    uploaded_at: Mapped[datetime] = mapped_column(default=now)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    file: Mapped[StoredFile] = relationship()

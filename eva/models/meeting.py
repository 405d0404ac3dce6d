"""The bodies' meetings."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eva.models.base import Base
from eva.models.body import Body


class Meeting(Base):
    """A meeting of a body on a day (fi: kokous)."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("body_id", "held_on"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    held_on: Mapped[date] = mapped_column(index=True)

    body: Mapped[Body] = relationship(lazy="joined", innerjoin=True)

"""The bodies that decide."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from eva.models.base import Base


class Body(Base):
    """A decision-making body (fi: toimielin)."""

    __tablename__ = "body"

    name: Mapped[str] = mapped_column(String(500), unique=True)

"""The strategic programmes of a council term."""

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eva.models.base import Base


class Programme(Base):
    """A strategic programme (fi: strateginen ohjelma) of one council term."""

    __tablename__ = "programme"
    __table_args__ = (UniqueConstraint("term", "code"),)

    term: Mapped[str] = mapped_column(String(16), index=True)
    """The council term of the catalogue: 2018-2021."""
    code: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(500))
    director_title: Mapped[str] = mapped_column(String(500), default="")
    """The title of the programme director (fi: ohjelmajohtaja)."""
    steering_group: Mapped[str] = mapped_column(String(500), default="")
    page: Mapped[int | None]
    position: Mapped[int]

    items: Mapped[list["ProgrammeItem"]] = relationship(
        back_populates="programme", order_by="ProgrammeItem.position"
    )


class ProgrammeItem(Base):
    """A focus area, a measure or an action of a programme.

    (fi: painopiste, toimenpide, toimi). Decisions are linked to any of the three: a focus area
    without measures stands for itself.
    """

    __tablename__ = "programme_item"
    __table_args__ = (UniqueConstraint("term", "code"),)

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("programme_item.id"), index=True)
    term: Mapped[str] = mapped_column(String(16))
    level: Mapped[str] = mapped_column(String(16))
    """focus_area, measure or action."""
    code: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(500))
    summary: Mapped[str] = mapped_column(Text, default="")
    page: Mapped[int | None]
    position: Mapped[int]
    """The place among all items of the programme, in the order of the text."""

    programme: Mapped[Programme] = relationship(back_populates="items")
    indicators: Mapped[list["Indicator"]] = relationship(order_by="Indicator.position")


class Indicator(Base):
    """What is measured of an item, and its target where the text states one (fi: mittari)."""

    __tablename__ = "indicator"

    item_id: Mapped[int] = mapped_column(ForeignKey("programme_item.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(500))
    unit: Mapped[str] = mapped_column(String(100), default="")
    baseline: Mapped[str] = mapped_column(String(500), default="")
    target: Mapped[str] = mapped_column(String(500), default="")
    page: Mapped[int | None]

"""Effects of the alternatives, and whom and where they hit."""

from decimal import Decimal

from sqlalchemy import JSON, ForeignKey, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eva.models.assessment import Alternative, Assessment
from eva.models.base import COUNTING, Base, Versioned


class Effect(Versioned, Base):
    """One effect of one alternative (fi: vaikutus)."""

    __tablename__ = "effect"
    __table_args__ = COUNTING

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    alternative_id: Mapped[int] = mapped_column(ForeignKey("alternative.id"), index=True)
    position: Mapped[int]
    perspective: Mapped[str] = mapped_column(String(64))
    question: Mapped[str | None] = mapped_column(String(64))
    """The sub-question of the question set; None for an effect of the perspective at large."""
    direction: Mapped[str] = mapped_column(String(16))
    significance: Mapped[str | None] = mapped_column(String(16))
    horizons: Mapped[list[str] | None] = mapped_column(JSON)
    certainty: Mapped[str | None] = mapped_column(String(16))
    description: Mapped[str] = mapped_column(Text)
    mitigation: Mapped[str | None] = mapped_column(Text)
    amount_eur_per_year: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    """Euros a year; positive is a saving or income of the municipality."""
    is_secret: Mapped[bool | None]
    secrecy_basis: Mapped[str | None] = mapped_column(String(500))
    """The provision that makes it secret, e.g. JulkL 24 § 1 mom. 17 k."""

    assessment: Mapped[Assessment] = relationship(back_populates="effects")
    alternative: Mapped[Alternative] = relationship()
    groups: Mapped[list["EffectGroup"]] = relationship(
        cascade="all, delete-orphan", order_by="EffectGroup.position"
    )
    areas: Mapped[list["EffectArea"]] = relationship(
        cascade="all, delete-orphan", order_by="EffectArea.position"
    )
    sources: Mapped[list["EffectSource"]] = relationship(
        cascade="all, delete-orphan", order_by="EffectSource.position"
    )


class EffectGroup(Base):
    """A population group that an effect hits (fi: väestöryhmä; 612/2021 6 §)."""

    __tablename__ = "effect_group"

    effect_id: Mapped[int] = mapped_column(ForeignKey("effect.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(64), index=True)


class EffectArea(Base):
    """A part of the municipality that an effect hits (fi: alue)."""

    __tablename__ = "effect_area"

    effect_id: Mapped[int] = mapped_column(ForeignKey("effect.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(500))


class EffectSource(Base):
    """What an effect is known from (fi: tietolähde)."""

    __tablename__ = "effect_source"

    effect_id: Mapped[int] = mapped_column(ForeignKey("effect.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(500))

"""People and the roles they hold."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eva.models.base import Base, Versioned, now


class User(Versioned, Base):
    """Somebody who signs in (fi: käyttäjä)."""

    __tablename__ = "user"

    username: Mapped[str] = mapped_column(String(150), unique=True)
    name: Mapped[str] = mapped_column(String(150))
    title: Mapped[str] = mapped_column(String(150), default="")
    """The title of the post (fi: virkanimike); documents print it and never the name."""
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2), default="fi")
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    role_grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", order_by="RoleGrant.id"
    )


class RoleGrant(Base):
    """A role of a person, for one body, one programme or the whole municipality."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("user_id", "role", "body_id", "programme_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))

    user: Mapped[User] = relationship(back_populates="role_grants")


class SignInAttempt(Base):
    """A failed sign-in, kept so that guessing passwords slows down in all processes."""

    __tablename__ = "sign_in_attempt"

    username: Mapped[str] = mapped_column(String(150), index=True)
    at: Mapped[datetime] = mapped_column(default=now)

"""What can be wrong, as nouns; the doors turn each into a page or a sentence."""


class EvaError(Exception):
    """Something that a person can be told about."""


class NotFound(EvaError):
    """There is no such thing, or it isn't the person's to see."""


class NotPermitted(EvaError):
    """The person may see the thing but not do this to it."""


class StaleVersion(EvaError):
    """Somebody else saved the row after the form was opened."""


class Repeated(EvaError):
    """The same form was taken before; `target` is the address where the person was sent then."""

    def __init__(self, target: str) -> None:
        """Keep the address."""
        super().__init__(target)
        self.target = target


class Invalid(EvaError):
    """A value breaks a rule; `messages` names each field and what is wrong with it.

    The key of a message is the field's name, or "" for the whole.
    """

    def __init__(self, messages: dict[str, str]) -> None:
        """Keep the messages by field."""
        super().__init__(
            "; ".join(f"{key}: {text}" if key else text for key, text in messages.items())
        )
        self.messages = messages


class CaseRefused(EvaError):
    """A case file can't be taken in; the text says what, where and how to mend it."""


class CatalogueRefused(EvaError):
    """A catalogue of programmes can't be taken in; the text says what and where."""


class QuestionSetRefused(EvaError):
    """A question set's file can't be published; the text says what and where."""


class UploadRefused(EvaError):
    """An uploaded file isn't taken; `reason` is one of the gate's codes."""

    def __init__(self, reason: str, detail: str = "") -> None:
        """Keep the code of the reason and what it was found in."""
        super().__init__(reason if not detail else f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class TemplateRefused(EvaError):
    """A Word template isn't taken; `place` is the part or paragraph at fault."""

    def __init__(self, reason: str, place: str = "") -> None:
        """Keep the reason and the place."""
        super().__init__(reason if not place else f"{place}: {reason}")
        self.reason = reason
        self.place = place


class DocumentRefused(EvaError):
    """A document can't be made from this record; `reason` says why."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason

"""The tables: SQLAlchemy 2, typed, one file per noun."""

from eva.models.agenda_item import AgendaItem
from eva.models.assessment import Alternative, Assessment
from eva.models.audit_event import AuditEvent
from eva.models.base import Base
from eva.models.body import Body
from eva.models.decision import Decision
from eva.models.document import DocumentTemplate, IssuedDocument, StoredFile, Upload
from eva.models.effect import Effect, EffectArea, EffectGroup, EffectSource
from eva.models.follow_up import FollowUp, Participation
from eva.models.measure_link import MeasureLink
from eva.models.meeting import Meeting
from eva.models.programme import Indicator, Programme, ProgrammeItem
from eva.models.question_set import QuestionSetVersion
from eva.models.row_version import RowVersion
from eva.models.screening import Screening
from eva.models.search_entry import SearchEntry
from eva.models.session import Draft, Presence, Submission, WebSession
from eva.models.user import RoleGrant, SignInAttempt, User

__all__ = [
    "AgendaItem",
    "Alternative",
    "Assessment",
    "AuditEvent",
    "Base",
    "Body",
    "Decision",
    "DocumentTemplate",
    "Draft",
    "Effect",
    "EffectArea",
    "EffectGroup",
    "EffectSource",
    "FollowUp",
    "Indicator",
    "IssuedDocument",
    "MeasureLink",
    "Meeting",
    "Participation",
    "Presence",
    "Programme",
    "ProgrammeItem",
    "QuestionSetVersion",
    "RoleGrant",
    "RowVersion",
    "Screening",
    "SearchEntry",
    "SignInAttempt",
    "StoredFile",
    "Submission",
    "Upload",
    "User",
    "WebSession",
]

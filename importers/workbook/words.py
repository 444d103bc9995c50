"""The words that a workbook may use, in English and Spanish, and what they mean in the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import TypeVar

from graphsvc.access import Sensitivity
from graphsvc.folding import fold
from graphsvc.kinds import ActorKind, Kinds, Role, TieKind
from graphsvc.model.values import Confidence, FlowClass, Formality, Status

_FORMALITIES = {
    Formality.FORMAL: ("formal", "formal"),
    Formality.INFORMAL: ("informal", "informal"),
    Formality.UNKNOWN: ("unknown", "desconocida"),
}
_STATUSES = {
    Status.REALISED: ("realised", "realizado", "realized"),
    Status.PLANNED: ("planned", "previsto", "planeado"),
    Status.ENDED: ("ended", "terminado"),
}
_CONFIDENCES = {
    Confidence.STATED: ("stated", "afirmado"),
    Confidence.INFERRED: ("inferred", "inferido"),
    Confidence.DOUBTFUL: ("doubtful", "dudoso"),
}
_FLOW_CLASSES = {
    FlowClass.DECLARED: ("declared", "declarado"),
    FlowClass.PLEDGE: ("pledge", "promesa"),
    FlowClass.COMMITMENT: ("commitment", "compromiso"),
    FlowClass.INCOMING: ("incoming", "ingreso"),
    FlowClass.INCOMING_COMMITMENT: ("incoming_commitment", "compromiso recibido"),
    FlowClass.INCOMING_PLEDGE: ("incoming_pledge", "promesa recibida"),
    FlowClass.DISBURSEMENT: ("disbursement", "desembolso"),
    FlowClass.EXPENDITURE: ("expenditure", "gasto"),
    FlowClass.BUDGET: ("budget", "presupuesto"),
    FlowClass.LOAN: ("loan", "préstamo"),
}
_SENSITIVITIES = {
    Sensitivity.PUBLIC: ("public", "público"),
    Sensitivity.MEMBERS: ("members", "miembros"),
    Sensitivity.RESTRICTED: ("restricted", "restringido"),
    Sensitivity.SEALED: ("sealed", "sellado"),
}
_LANGUAGE = {"en": 0, "es": 1}

_Member = TypeVar("_Member", bound=Enum)
_Sort = TypeVar("_Sort", ActorKind, Role, TieKind)


@dataclass(frozen=True, slots=True)
class Words:
    """Every list of allowed words of an installation: folded word to meaning (a kind's or role's name, or a member)."""

    actor_kinds: Mapping[str, str]
    roles: Mapping[str, str]
    tie_kinds: Mapping[str, str]
    formalities: Mapping[str, Formality]
    statuses: Mapping[str, Status]
    confidences: Mapping[str, Confidence]
    flow_classes: Mapping[str, FlowClass]
    sensitivities: Mapping[str, Sensitivity]

    @classmethod
    def of(cls, kinds: Kinds) -> Words:
        """The words of `kinds` and of the model."""
        return cls(
            _names(kinds.actors),
            _names(kinds.roles),
            _names(kinds.ties),
            _members(_FORMALITIES),
            _members(_STATUSES),
            _members(_CONFIDENCES),
            _members(_FLOW_CLASSES),
            _members(_SENSITIVITIES),
        )


def shown(name: str, kinds: Kinds, language: str) -> tuple[tuple[str, str], ...]:
    """The words of the list `name` with what they mean, as the template explains them in `language`."""
    if name == "actor_kinds":
        return tuple((key, kind.label[language]) for key, kind in kinds.actors.items())
    if name == "roles":
        return tuple((key, role.label[language]) for key, role in kinds.roles.items())
    if name == "tie_kinds":
        return tuple((key, kind.label[language]) for key, kind in kinds.ties.items())
    lists: Mapping[str, tuple[tuple[str, ...], ...]] = {
        "formalities": tuple(_FORMALITIES.values()),
        "statuses": tuple(_STATUSES.values()),
        "confidences": tuple(_CONFIDENCES.values()),
        "flow_classes": tuple(_FLOW_CLASSES.values()),
        "sensitivities": tuple(words for key, words in _SENSITIVITIES.items() if key is not Sensitivity.SEALED),
    }
    return tuple((words[0], words[_LANGUAGE[language]]) for words in lists[name])


def _names(sorts: Mapping[str, _Sort]) -> Mapping[str, str]:
    """Names first; a label that two kinds share in some language stands for the first of them."""
    found = {fold(name): name for name in sorts}
    for name, kind in sorts.items():
        for label in kind.label.values():
            found.setdefault(fold(label), name)
    return MappingProxyType(found)


def _members(words: Mapping[_Member, tuple[str, ...]]) -> Mapping[str, _Member]:
    return MappingProxyType({fold(word): member for member, spoken in words.items() for word in spoken})

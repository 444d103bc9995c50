"""Rows about ties."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from graphsvc.access import Sensitivity
from graphsvc.errors import InvalidValue
from graphsvc.folding import fold
from graphsvc.kinds import Kinds, TieKind
from graphsvc.model.currencies import CURRENCIES
from graphsvc.model.records import ActorRecord, TieRecord
from graphsvc.model.values import (
    Confidence,
    FlowClass,
    Formality,
    Money,
    PartialDate,
    Period,
    Status,
)
from importers.money.amounts import IMPLAUSIBLE, currency_of
from importers.money.leftout import LeftOut
from importers.reading.scalars import is_future
from importers.units import Unusable
from importers.workbook.actors import ActorIndex, DescribedActors, actor_of_end, own_attributes
from importers.workbook.fields import Fields
from importers.workbook.sources import SourceBook
from importers.workbook.words import Words

_RAW = tuple[tuple[str, str], ...]
_BYTES_OF_KEY = 8
# What people write for money of several countries: signs, and words as they are folded.
_SEVERAL = frozenset(
    {"$", "£", "¥", "₤", "dollar", "dollars", "dolar", "dolares", "peso", "pesos", "pound", "pounds", "libra", "libras"}
    | {"lira", "liras", "krone", "krona", "kr", "franc", "francs", "francos"}
)


class Ties:
    """Makes ties of rows. Knows the actors, and which keys were given; everything else of a row is forgotten."""

    def __init__(self, kinds: Kinds, words: Words, sources: SourceBook, actors: ActorIndex) -> None:
        self._kinds = kinds
        self._words = words
        self._sources = sources
        self._actors = actors
        self.described = DescribedActors()
        self.left_out = LeftOut()
        self._given: set[bytes] = set()
        self._repeats: dict[bytes, int] = {}

    def of_row(self, fields: Fields, raw: _RAW) -> TieRecord | None:
        """The tie that a row states; None where the row is refused (see `fields.issues`)."""
        kind = self._kind(fields)
        ego, alter = self._end(fields, "from", raw), self._end(fields, "to", raw)
        facets = self._facets(fields)
        money = self._money(fields, kind) if kind is not None else None
        own = fields.text("id", is_code=True)
        record = None
        if kind is not None and ego is not None and alter is not None and not fields.is_refused:
            record = self._record(fields, kind, (ego, alter), facets | {"money": money, "raw": raw}, own)
        if record is None:
            self._leave_out(fields, money)
        return record

    def _record(
        self,
        fields: Fields,
        kind: TieKind,
        ends: tuple[str | ActorRecord, str | ActorRecord],
        facets: dict[str, Any],
        own: str | None,
    ) -> TieRecord | None:
        money: Money | None = facets["money"]
        keys = self._key_of(ends[0]), self._key_of(ends[1])
        if keys[0] == keys[1]:
            fields.issue("tie.self", "A tie needs two different actors; both ends are the same one.", "to")
            return None
        key = self._own_key(fields, own) if own else self._made_key(fields, kind, keys, facets["period"], money)
        if key is None:
            return None
        for end, end_key in zip(ends, keys, strict=True):
            self._keep(fields, end, end_key, facets["sensitivity"] or kind.sensitivity)
        if money is not None and money.amount is not None and abs(money.amount) >= IMPLAUSIBLE:
            advice = "Check the number of digits; kept, as doubtful."
            fields.issue("money.implausible", advice, "amount", is_refusal=False)
            facets["confidence"] = Confidence.DOUBTFUL
        return TieRecord(fields.place, key, kind.name, *keys, **facets)

    def _leave_out(self, fields: Fields, money: Money | None) -> None:
        """Account for the money of a row that is refused, so that totals can say what they leave out."""
        cell = fields.cells.get("amount")
        if cell is not None and (cell.text.strip() or cell.mark):
            rule = next((issue.rule for issue in fields.issues if issue.is_refusal), "cell.blank")
            has_amount = money is not None and money.amount is not None
            self.left_out.add(fields.place, rule, money.flow_class if money else None, money if has_amount else None)

    def _kind(self, fields: Fields) -> TieKind | None:
        before = len(fields.issues)
        name = fields.word("kind", self._words.tie_kinds, "tie.unknown-kind")
        if name is None and len(fields.issues) == before:
            fields.needed("kind")
        return None if name is None else self._kinds.tie(name)

    def _facets(self, fields: Fields) -> dict[str, Any]:
        """What a row says beside kind, ends and money, as arguments of a TieRecord."""
        words = self._words
        status = fields.word("status", words.statuses, "tie.unknown-status") or Status.REALISED
        reporter, where = self._sources.of_tie(fields)
        formality = fields.word("formality", words.formalities, "tie.unknown-formality")
        confidence = fields.word("confidence", words.confidences, "tie.unknown-confidence")
        return {
            "period": self._period(fields, status),
            "formality": formality or Formality.UNKNOWN,
            "status": status,
            "confidence": confidence or Confidence.STATED,
            "strength": self._strength(fields),
            "reporter": reporter,
            "note": fields.text("note", is_long=True),
            "attributes": (*where, *own_attributes(fields)),
            "sensitivity": fields.word("sensitivity", words.sensitivities, "sensitivity.unknown"),
        }

    def _key_of(self, end: str | ActorRecord) -> str:
        return end if isinstance(end, str) else self._actors.named(end) or end.key

    def _end(self, fields: Fields, end: str, raw: _RAW) -> str | ActorRecord | None:
        text = fields.text(end)
        described = fields.cells.get(f"{end}.name")
        if text is None:
            if described is None or not (described.text.strip() or described.mark):
                fields.needed(end if described is None or end in fields.cells else f"{end}.name")
                return None
            return actor_of_end(fields, self._words, end, raw)
        found = self._actors.find(text)
        if isinstance(found, str):
            return found
        if described is not None and described.text.strip():
            return actor_of_end(fields, self._words, end, raw)
        fields.issue(found.rule, found.advice, end)
        return None

    def _keep(self, fields: Fields, end: str | ActorRecord, key: str, level: Sensitivity) -> None:
        if isinstance(end, str) or self._actors.holds(key):
            return
        said = None if level is Sensitivity.PUBLIC else level
        issue = self.described.add(replace(end, sensitivity=said))
        if issue is not None:
            fields.issues.append(issue)

    def _period(self, fields: Fields, status: Status) -> Period:
        start, end = fields.day("start"), fields.day("end")
        if start and status is not Status.PLANNED and is_future(start, fields.manners.today):
            fields.issue("date.future", "This lies in the future; is the tie planned?", "start")
        try:
            return Period(start, end)
        except InvalidValue:
            fields.issue("date.order-reversed", "The end is before the start.", "end")
            return Period()

    def _strength(self, fields: Fields) -> float | None:
        number = fields.number("strength")
        if number is None:
            return None
        if not 0 < number <= 1:
            fields.issue("strength.range", "A strength lies above 0 and at most at 1.", "strength")
            return None
        return float(number)

    def _money(self, fields: Fields, kind: TieKind) -> Money | None:
        amount = fields.number("amount")
        flow_class = fields.word("flow_class", self._words.flow_classes, "money.unknown-class")
        currency = fields.text("currency", is_code=True)
        value_date = fields.day("value_date")
        if not kind.flow:
            if amount is not None or flow_class is not None:
                flows = ", ".join(name for name, other in self._kinds.ties.items() if other.flow)
                fields.issue("money.no-flow", f"This kind of tie carries no money; kinds that do: {flows}.", "kind")
            return None
        if amount is not None and flow_class is None and not fields.is_refused:
            advice = "Say what the amount is: commitment, disbursement, ..."
            fields.issue("money.no-class", advice, "flow_class")
        return self._sum(fields, amount, currency, flow_class or FlowClass.DECLARED, value_date)

    def _sum(
        self,
        fields: Fields,
        amount: Decimal | None,
        currency: str | None,
        flow_class: FlowClass,
        value_date: PartialDate | None,
    ) -> Money | None:
        if amount is None:
            return Money(flow_class, None, None, value_date)
        try:
            code = currency_of(currency or "")
        except Unusable as problem:
            is_known = (fold(currency or "") or currency) in _SEVERAL
            rule = "money.ambiguous-currency" if is_known else "money.no-currency"
            advice = "This is money of several countries; write USD, MXN, ..." if is_known else problem.advice
            fields.issue(rule, advice, "currency")
            return None
        if code not in CURRENCIES:
            advice = "No such currency is known; kept as it stands, and never converted."
            fields.issue("money.unknown-currency", advice, "currency", is_refusal=False)
        return Money(flow_class, amount, code, value_date)

    def _own_key(self, fields: Fields, own: str) -> str | None:
        if self._is_new(f"id {own}"):
            return own
        fields.issue("tie.key-twice", "Another row has this id.", "id")
        return None

    def _made_key(
        self, fields: Fields, kind: TieKind, keys: tuple[str, str], period: Period, money: Money | None
    ) -> str:
        """A key of what changes least in a tie; rows that share it are numbered, since both may be real."""
        ends = keys if kind.directed else tuple(sorted(keys))
        start = period.start.text if period.start else ""
        flow = (money.flow_class.label, money.value_date.text if money.value_date else "") if money else ()
        key = "|".join((kind.name, *ends, start, *flow))
        if self._is_new(key):
            return key
        number = self._repeats[_digest(key)] = self._repeats.get(_digest(key), 1) + 1
        advice = f"The same tie stands in an earlier row; both are kept, this one as number {number}."
        fields.issue("tie.repeated", advice, "kind", is_refusal=False)
        return f"{key}|#{number}"

    def _is_new(self, key: str) -> bool:
        digest = _digest(key)
        if digest in self._given:
            return False
        self._given.add(digest)
        return True


def _digest(key: str) -> bytes:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=_BYTES_OF_KEY).digest()

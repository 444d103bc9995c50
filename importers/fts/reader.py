"""From flows to ties: who gives to whom, each flow once, over all files of an import."""

from __future__ import annotations

from collections.abc import Iterator

from graphsvc.model.building import quick
from graphsvc.model.records import Item, Place, RowIssue, TieRecord
from graphsvc.model.values import UNKNOWN_PERIOD, Confidence, Money, Period
from importers.fts.bureaus import bureau_of
from importers.fts.flow import Flow, Pair
from importers.fts.money import class_of, day_of_flow, money_of
from importers.fts.organisations import Ends
from importers.money.account import Account, Note, noted
from importers.money.amounts import IMPLAUSIBLE
from importers.money.joint import each_once, named_ties, one_end
from importers.money.parties import Party
from importers.reading.cleaning import clean, one_line
from importers.units import Unusable

UNIT = "flow"
_NOTE_CHARACTERS = 500
_new_tie, _new_period = quick(TieRecord), quick(Period)


class FlowReader:
    """Reads flows of any number of files.

    What grows with the files is one number for each flow, to know repetitions, and the parent of each that has one.
    """

    def __init__(self) -> None:
        self.account = Account(UNIT)
        self.ends = Ends()
        self._parents: dict[str, tuple[str, Place]] = {}
        self._parts: set[tuple[str, str]] = set()

    def read(self, flow: Flow, place: Place) -> list[Item]:
        """Everything that one flow says: ties and notes, or one refusing issue."""
        notes: list[Note] = []
        out: list[Item] = []
        flow_class, money = None, None
        try:
            flow_class = class_of(flow)
            day = day_of_flow(flow, notes)
            money = money_of(flow, flow_class, day, notes)
            givers, receivers = tuple([end.name for end in flow.givers]), tuple([end.name for end in flow.receivers])
            self.account.check_new(flow.number, hash((givers, receivers, money)), "id")
            self._ties(flow, place, money, notes, out)
        except Unusable as problem:
            return [self.account.refuse(place, problem, flow_class, money)]
        self.account.keep()
        self._link(flow, place, notes)
        return [*out, *noted(place, notes)] if notes else out

    def end(self) -> Iterator[Item]:
        """What is known when all files are read: circles of parents, the parties, what was left out, the counts."""
        yield from self._circles()
        yield from self.ends.parties.records()
        yield from self.account.end()

    def _ties(self, flow: Flow, place: Place, money: Money, notes: list[Note], out: list[Item]) -> None:
        facts: list[Pair] = [("flow", flow.number), ("flow status", flow.status)]
        givers = each_once(self.ends.organisation(end, place) for end in flow.givers)
        receivers = each_once(self.ends.organisation(end, place) for end in flow.receivers)
        giver, confidence = self._giver(flow, place, givers, receivers, facts, notes)
        receiver = self._receiver(flow, place, receivers, facts)
        if giver is receiver:
            advice = "Source and destination are the same organisation; a tie needs two."
            raise Unusable("tie.self", advice, "destinationObjects", giver.label)
        if money.amount is not None and abs(money.amount) >= IMPLAUSIBLE:
            confidence = Confidence.DOUBTFUL
        if flow.is_joined:
            advice = "Several organisations stand in one cell and cannot be parted; they were kept as one class."
            notes.append(("flow.several-ends", advice, "organization", None))
        facts += _facts(flow)
        day = money.value_date
        tie = _new_tie(
            place,
            f"flow:{flow.number}",
            "funds",
            giver.key,
            receiver.key,
            UNKNOWN_PERIOD if day is None else _new_period(day, day),
            confidence=confidence,
            money=money,
            reporter="; ".join(flow.reporters) or None,
            note=_remark(flow.description),
            attributes=tuple(facts),
            raw=flow.raw,
        )
        out.append(tie)
        giver.roles.add("funder")
        giver.is_used = receiver.is_used = True
        self._share(tie, (givers, receivers), (giver, receiver), out)

    def _giver(
        self,
        flow: Flow,
        place: Place,
        givers: list[Party],
        receivers: list[Party],
        facts: list[Pair],
        notes: list[Note],
    ) -> tuple[Party, Confidence]:
        if not givers:
            facts.append(("giver", "not named"))
            return self.ends.unnamed_giver(place), Confidence.STATED
        if len(givers) > 1:
            notes.append(("flow.several-ends", "How the givers share the flow is not said.", "sourceObjects", None))
            return one_end(self.ends.parties, givers, place), Confidence.STATED
        printed = flow.givers[0].name
        bureau, is_keyword = bureau_of(printed, flow.keywords, flow.description)
        if bureau is None:
            return givers[0], Confidence.STATED
        found = self.ends.bureau(bureau, place)
        if found in receivers or found is givers[0]:
            return givers[0], Confidence.STATED
        facts.append(("giver as printed", printed))
        if not is_keyword:
            advice = f"Taken from the description: {bureau.name}."
            notes.append(("flow.bureau-inferred", advice, "description", flow.description))
        return found, Confidence.STATED if is_keyword else Confidence.INFERRED

    def _receiver(self, flow: Flow, place: Place, receivers: list[Party], facts: list[Pair]) -> Party:
        if not receivers:
            facts.append(("receiver", "not named"))
            return self.ends.instead_of_receiver(flow, place)
        return one_end(self.ends.parties, receivers, place)

    def _share(
        self,
        tie: TieRecord,
        sides: tuple[list[Party], list[Party]],
        ends: tuple[Party, Party],
        out: list[Item],
    ) -> None:
        """The bureau's government, and each of several who share a flow: named, but without an amount of their own."""
        givers, receivers = sides
        giver = ends[0]
        if len(givers) == 1 and givers[0] is not giver and (giver.key, givers[0].key) not in self._parts:
            self._parts.add((giver.key, givers[0].key))
            givers[0].is_used = True
            key = f"part|{giver.key}|{givers[0].key}"
            out.append(_new_tie(tie.place, key, "part_of", giver.key, givers[0].key, raw=giver.raw))
        out += named_ties(tie, givers, receivers, ends)

    def _link(self, flow: Flow, place: Place, notes: list[Note]) -> None:
        if flow.parent == flow.number or flow.number in flow.children:
            notes.append(("flow.own-parent", "The flow names itself as its parent.", "parentFlowId", flow.number))
        elif flow.parent:
            self._parents[flow.number] = (flow.parent, place)

    def _circles(self) -> Iterator[RowIssue]:
        """One note for each circle of flows that are parents of each other, at the first that was met."""
        done: set[str] = set()
        for start in self._parents:
            path: dict[str, None] = {}
            at = start
            while at in self._parents and at not in done and at not in path:
                path[at] = None
                at = self._parents[at][0]
            done.update(path)
            if at in path:
                members = list(path)[list(path).index(at) :]
                advice = "These flows are each other's parents; each was counted, check which comes first."
                place = self._parents[members[0]][1]
                shown = " > ".join([*members, members[0]])[:200]
                yield RowIssue(place, "flow.circle", advice, "parentFlowId", shown, is_refusal=False)


def _facts(flow: Flow) -> list[Pair]:
    facts = [*flow.facts]
    facts += [("keyword", word) for word in flow.keywords]
    facts += [("reported by", name) for name in flow.reporters]
    if flow.parent:
        facts.append(("parent flow", flow.parent))
    facts += [("child flow", number) for number in flow.children]
    return facts


def _remark(text: str) -> str | None:
    if not text:
        return None
    cleaned = clean(one_line(text))
    return cleaned.text[:_NOTE_CHARACTERS] or None if cleaned.refusal is None else None

"""What one viewer can see and ask: the store, read for that viewer, beside the viewer's snapshot.

Questions (`queries/`) take a Network and nothing else, so they cannot reach what the viewer may not see.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock, Thread
from types import MappingProxyType
from typing import TypeVar, cast

import networkx as nx

from graphsvc.access import Viewer
from graphsvc.actor_keys import actor_known_by, actors_known_by, keys_of
from graphsvc.chance_values import Walkable
from graphsvc.chances import ChanceGraph, chance_graph, day_of, walkable_statements
from graphsvc.consent.consent import NOTHING_KNOWN, Consent, Consented
from graphsvc.consent.outcomes import TieOutcome, by_pair
from graphsvc.errors import NotFound
from graphsvc.identity.actors import Actor, display_acronym, display_name, main_country, main_kind
from graphsvc.identity.aliases import Aliases
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kinds import Kinds
from graphsvc.known import Consents, Known, Slot
from graphsvc.measures import MeasureResult, measure
from graphsvc.model.facts import ActorFacts, facts_of
from graphsvc.model.statements import ActorId, ActorStatement, Source, StatementId, TieStatement
from graphsvc.preparing import prepare
from graphsvc.readings import Readings
from graphsvc.snapshot import Filters, Snapshot, take_snapshot
from graphsvc.snapshot_cache import SnapshotCache
from graphsvc.store.protocol import Evidence, GraphStore
from graphsvc.traits import Traits

DEFAULT_FILTERS = Filters()
SAMPLED = MappingProxyType({"betweenness": (5_000, 0.005), "harmonic": (30_000, 0.01)})
"""{measure: (actors above which it is sampled, its largest error then, of the normalized value at 90 % confidence)}."""
MADE_IN_REQUEST = 50_000
"""A snapshot of up to so many ties takes a fraction of a second, and is made for whoever asks first."""
_KEPT_VERSIONS = 8

Worked = TypeVar("Worked")


class Network:
    """One viewer's eyes on the network. Cheap to make; made anew for each request."""

    def __init__(self, networks: Networks, viewer: Viewer, known: Known, *, is_behind: bool = False) -> None:
        self.networks = networks
        self._known = known
        # What the store says now may differ from what it said of an older snapshot: then nothing from before is given.
        self._is_behind = is_behind
        self.readings = Readings("") if is_behind else known.readings
        self.viewer = viewer
        self.snapshot = known.snapshot
        self.kinds = networks.kinds
        self.aliases = networks.aliases
        self.store = networks.store
        self.consent = networks.consent

    @property
    def version(self) -> str:
        """Token of the content that this viewer sees."""
        return self.snapshot.version

    def find(self, actor_id: str) -> ActorId:
        """The actor that an id leads to, however old the id. Raises NotFound."""
        return self.snapshot.find(actor_id)

    def statements(self, actor: ActorId) -> tuple[ActorStatement, ...]:
        """Everything that is stated about `actor`, sorted by statement id. Raises NotFound."""
        found = tuple(self.store.actor_statements(self.viewer, self.snapshot.members(actor)))
        if not found:
            raise NotFound
        return found

    def facts(self, actors: Iterable[ActorId]) -> dict[ActorId, tuple[ActorFacts, ...]]:
        """The identifying facts about each of `actors`, read at once; those that are gone are left out."""
        traits = None if self._is_behind else self._known.traits
        if traits is None:
            return self.readings.facts.of(actors, self._read_facts, self._is_newest)
        numbers = ((actor, self.snapshot.number_of.get(actor)) for actor in actors)
        return {actor: facts for actor, number in numbers if number is not None and (facts := traits.facts[number])}

    def _read_facts(self, actors: list[ActorId]) -> dict[ActorId, tuple[ActorFacts, ...]]:
        members = [statement for actor in actors for statement in self.snapshot.members(actor)]
        by_id = {fact.id: fact for fact in map(facts_of, self.store.actor_statements(self.viewer, members))}
        found = {actor: tuple(filter(None, map(by_id.get, self.snapshot.members(actor)))) for actor in actors}
        return {actor: facts for actor, facts in found.items() if facts}

    def _is_newest(self) -> bool:
        """Whether what was just read belongs to the version that it would be kept for."""
        return self.store.version(self.viewer) == self.readings.version

    def actors(self, actors: Iterable[ActorId], language: str) -> dict[ActorId, Actor]:
        """Each of `actors` for lists and maps, named in `language`; those that are gone are left out."""
        wanted = [(actor, language) for actor in actors]
        found = self.readings.shown.of(wanted, self._read_shown, self._is_newest)
        return {actor: shown for (actor, _), shown in found.items()}

    def _read_shown(self, wanted: list[tuple[ActorId, str]]) -> dict[tuple[ActorId, str], Actor]:
        facts, language_of = self.facts(actor for actor, _ in wanted), dict(wanted)
        return {(one, language_of[one]): self._shown(one, said, language_of[one]) for one, said in facts.items()}

    def actor(self, actor: ActorId, language: str) -> Actor:
        """One actor for lists and maps. Raises NotFound."""
        found = self.actors([actor], language)
        if actor not in found:
            raise NotFound
        return found[actor]

    def _shown(self, actor: ActorId, facts: tuple[ActorFacts, ...], language: str) -> Actor:
        known_as = self.snapshot.actors.known_as.get(actor)
        known = self.aliases.names.get(known_as, ()) if known_as else ()
        roles = tuple(sorted({role for fact in facts for role in fact.roles}))
        kind = main_kind(facts, self.kinds.actors)
        acronym = display_acronym(facts, language, known)
        return Actor(actor, display_name(facts, language, known), kind, roles, main_country(facts), acronym)

    def ties(self, actor: ActorId, *, limit: int = 5_000) -> tuple[TieStatement, ...]:
        """Statements on ties of `actor`, sorted by id; ties between two statements about itself are left out."""
        members = self.snapshot.members(actor)
        found = self.store.ties_of(self.viewer, members, limit=limit)
        return tuple(tie for tie in found if self._joins_two(tie))

    def _joins_two(self, tie: TieStatement) -> bool:
        # A statement published after the snapshot was taken has no actor yet; it shows with the next snapshot.
        ego, alter = self.snapshot.actor_of.get(tie.ego), self.snapshot.actor_of.get(tie.alter)
        return ego is not None and alter is not None and ego != alter

    def ends(self, tie: TieStatement) -> tuple[ActorId, ActorId]:
        """The actors at both ends of `tie`."""
        return self.snapshot.actor_of[tie.ego], self.snapshot.actor_of[tie.alter]

    def sources(self) -> Mapping[str, Source]:
        """{source id: source} of all sources that this viewer sees something of; read once a request."""
        return self._sources

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        return self.readings.sources.of([None], self._read_sources, self._is_newest)[None]

    def _read_sources(self, _asked: list[None]) -> dict[None, Mapping[str, Source]]:
        return {None: MappingProxyType({source.id: source for source in self.store.sources(self.viewer)})}

    def tie_statements(self, ids: Iterable[StatementId]) -> dict[StatementId, TieStatement]:
        """{id: statement on a tie} of those that this viewer sees now; kept, so not for very many at once."""
        return self.readings.ties.of(ids, self._read_ties, self._is_newest)

    def _read_ties(self, ids: list[StatementId]) -> dict[StatementId, TieStatement]:
        return {tie.id: tie for tie in self.store.tie_statements(self.viewer, ids)}

    def search(self, text: str, *, limit: int) -> tuple[ActorId, ...]:
        """Actors with a name or identifier that `text` fits, best first, each once."""
        hits = self.store.search(self.viewer, text, limit=limit)
        found = (self.snapshot.actor_of.get(hit.statement) for hit in hits)
        return tuple(dict.fromkeys(actor for actor in found if actor is not None))

    def evidence(self, statement: str) -> Evidence:
        """Where a statement stands. Raises NotFound."""
        return self.store.evidence(self.viewer, StatementId(statement))

    def graph(self, filters: Filters = DEFAULT_FILTERS, *, directed: bool = False) -> TieGraph:
        """The graph of the ties that pass `filters`; kept in memory and on disk."""
        key = filters.key(), directed
        with self._known.lock:
            graph = self._known.graphs.get(key)
        if graph is None:
            graph = self.networks.graph(self.snapshot, filters, directed=directed)
            with self._known.lock:
                self._known.graphs[key] = graph
        return graph

    def traits(self) -> Traits:
        """What is known of all actors at once; read once a version."""
        with self._known.lock:
            traits = self._known.traits
        if traits is None:
            traits = Traits.of(self.snapshot, self.store.actor_facts(self.viewer), self.kinds)
            if self._is_newest():
                with self._known.lock:
                    self._known.traits = traits
        return traits

    def chances(self, wanted: Walkable) -> ChanceGraph:
        """Who can introduce whom, by the statements that pass `wanted` and what came of requests; a few are kept."""
        key = f"{wanted.key()}|{self.consent_version}"
        return self._known.chances.of([key], lambda _: {key: self._chances(wanted)}, self._is_newest)[key]

    def _chances(self, wanted: Walkable) -> ChanceGraph:
        days = {source: day_of(said, wanted.as_of) for source, said in self.sources().items()}
        statements = walkable_statements(self.snapshot, self.kinds, wanted, lambda source: days.get(source, 0))
        return chance_graph(self.snapshot, self.kinds, self.traits().kind, statements, self._outcomes_by_number())

    def _outcomes_by_number(self) -> dict[tuple[int, int], TieOutcome]:
        number_of = self.snapshot.number_of
        pairs = {(number_of[one], number_of[other]): outcome for (one, other), outcome in self.outcomes().items()}
        return {(min(pair), max(pair)): outcome for pair, outcome in pairs.items()}

    def keys(self, actor: ActorId) -> frozenset[str]:
        """Every key by which `actor` can be found again in another viewer's eyes, or later. Raises NotFound."""
        facts = self.facts([actor]).get(actor)
        if facts is None:
            raise NotFound
        return keys_of(self.snapshot, self.aliases, actor, facts)

    def opted_out(self) -> frozenset[ActorId]:
        """The actors who asked not to be used as introducers. Whoever recorded it, it holds for every viewer.

        Raises:
            StoreUnreachable, StoreBusy: it cannot be known now; then no route may be shown.
        """
        return self._consents().opted_out

    def outcomes(self) -> Mapping[tuple[ActorId, ActorId], TieOutcome]:
        """{(actor, actor), sorted: what came of asking along that tie}, of requests that this viewer may know of."""
        return self._consents().outcomes

    @property
    def consent_version(self) -> str:
        """Token of `opted_out` and `outcomes`: equal for equal ones on one version of the network."""
        return self._consented.version

    @cached_property
    def _consented(self) -> Consented:
        consent = self.networks.consent
        return NOTHING_KNOWN if consent is None else consent.seen_by(self.viewer)

    def _consents(self) -> Consents:
        version = self._consented.version
        return self._known.consents.of([version], lambda _: {version: self._in_actors()}, lambda: True)[version]

    def _in_actors(self) -> Consents:
        opted_out = actors_known_by(self.snapshot, self.aliases, self._consented.opted_out)
        pairs = by_pair(self._consented.answers, lambda keys: actor_known_by(self.snapshot, self.aliases, keys))
        return Consents(opted_out, pairs)

    def worked_out(self, key: str, work: Callable[[], Worked], *, reads_store: bool = False) -> Worked:
        """What `work` gives, kept under `key` with this version of the network: it must rest on nothing else.

        Where it reads the store, what may have been read later is not kept. Whoever asks while it is being worked out
        waits for it. The last few keys are kept.
        """
        may_keep = self._is_newest if reads_store else lambda: True
        return cast("Worked", self._known.worked_out.get(key, work, may_keep))

    def worked_out_by_now(self, key: str, work: Callable[[], Worked]) -> Worked | None:
        """The same where it is ready; else None at once, and it is worked out in the background."""
        return cast("Worked | None", self._known.worked_out.by_now(key, work))

    def measured(self, name: str, filters: Filters = DEFAULT_FILTERS) -> MeasureResult:
        """The measure `name` on that graph; worked out once a version, while others who ask wait.

        In a large network the measures of `SAMPLED` are estimated; the `parameters` of the result say so.
        """
        key = name, filters.key()
        with self._known.lock:
            slot = self._known.measured.setdefault(key, Slot())
        with slot.lock:
            if slot.value is None:
                graph = self.graph(filters)
                largest, error = SAMPLED.get(name, (len(graph), 0.0))
                slot.value = measure(name, graph, **({"epsilon": error} if len(graph) > largest else {}))
        return cast("MeasureResult", slot.value)


class Networks:
    """Gives each viewer their Network; snapshots are kept by version, so equal views share one.

    Args:
        consent: holds opt-outs and requests; None: nobody opted out, and nothing was asked.
        further: what else to work out for a new version before anybody asks, beside what most questions rest on.
    """

    def __init__(
        self,
        store: GraphStore,
        kinds: Kinds,
        aliases: Aliases,
        cache_folder: Path | None = None,
        consent: Consent | None = None,
        *,
        further: Sequence[Callable[[Network], object]] = (),
    ) -> None:
        self.store = store
        self._further = tuple(further)
        self.consent = consent
        self.kinds = kinds
        self.aliases = aliases
        # What the kernel lacks, networkx computes itself on a copy of the graph.
        nx.config.fallback_to_nx = True
        self._cache = SnapshotCache(cache_folder, aliases.fingerprint) if cache_folder is not None else None
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._latest: dict[object, str] = {}
        self._being_made: set[str] = set()
        self._making = Lock()
        self._lock = Lock()

    def of(self, viewer: Viewer) -> Network:
        """What `viewer` sees now.

        Where a large network has changed and this viewer has a snapshot from before, that one answers until the new
        one is made and what questions rest on is worked out, in the background; what is read from the store beside it
        is always read as of now.
        """
        version, who = self.store.version(viewer), viewer.sight
        with self._lock:
            known = self._known.get(version)
            last = self._known.get(self._latest.get(who, ""))
            is_ready = known is not None and version not in self._being_made
        if not is_ready and last is not None and len(last.snapshot.columns["kind"]) > MADE_IN_REQUEST:
            self._make_later(viewer, version)
            return Network(self, viewer, last, is_behind=True)
        if known is None:
            known = self._made(viewer, version)
            if self._further:
                self._make_later(viewer, version)
        with self._lock:
            self._latest[who] = known.snapshot.version
            if known.snapshot.version in self._known:
                self._known.move_to_end(known.snapshot.version)
        return Network(self, viewer, known)

    def prepare(self, viewer: Viewer) -> None:
        """Work out what the first page asks for, before anybody waits for it."""
        version = self.store.version(viewer)
        with self._lock:
            self._being_made.add(version)
        self._make(viewer, version)
        with self._lock:
            self._latest[viewer.sight] = version

    def _make_later(self, viewer: Viewer, version: str) -> None:
        with self._lock:
            if version in self._being_made:
                return
            self._being_made.add(version)
        Thread(target=self._make, args=(viewer, version), name="snapshot", daemon=True).start()

    def _make(self, viewer: Viewer, version: str) -> None:
        try:
            seen = Network(self, viewer, self._made(viewer, version))
            for work in (prepare, *self._further):
                work(seen)
        finally:
            with self._lock:
                self._being_made.discard(version)

    def _made(self, viewer: Viewer, version: str) -> Known:
        """What is known of `version`; whoever asks while it is being made waits for it instead of making it twice."""
        with self._making:
            with self._lock:
                known = self._known.get(version)
            return known or self._remember(self._snapshot(viewer, version))

    def _snapshot(self, viewer: Viewer, version: str) -> Snapshot:
        cached = self._cache.load(version) if self._cache else None
        if cached is not None:
            return cached
        snapshot = take_snapshot(self.store, viewer, self.aliases)
        if self._cache:
            self._cache.save(snapshot)
        return snapshot

    def _remember(self, snapshot: Snapshot) -> Known:
        with self._lock:
            known = self._known.setdefault(snapshot.version, Known(snapshot))
            self._known.move_to_end(snapshot.version)
            while len(self._known) > _KEPT_VERSIONS:
                self._known.popitem(last=False)
        return known

    def graph(self, snapshot: Snapshot, filters: Filters, *, directed: bool) -> TieGraph:
        """The graph of `snapshot` under `filters`, from disk where it is kept."""
        key = f"{filters.key()}|{directed}"
        kept = self._cache.load_graph(snapshot.version, key) if self._cache else None
        if kept is not None:
            return kept
        graph = snapshot.graph(filters, self.kinds, directed=directed)
        if self._cache:
            self._cache.save_graph(snapshot.version, key, graph)
        return graph

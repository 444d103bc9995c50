"""The store of statements in a Neo4j 5.26 server.

Actors are nodes, ties are relationships between them with the type of their kind, and what each source says of an
actor is a `Statement` node: see docs/cypher.md. Only `neo4j_session` and `neo4j_errors` speak to the driver.
"""

from __future__ import annotations

from graphsvc.store.neo4j_read import Reading
from graphsvc.store.neo4j_session import Limits
from graphsvc.store.neo4j_whole import Whole


class Neo4jStore(Reading, Whole):
    """A `GraphStore` in a Neo4j server. Nothing is asked of the server before the first verb.

    Every verb raises StoreUnreachable when the server does not answer in time, StoreRefused when it does not let us in
    or holds something else, StoreTooNew when a newer version has written it.
    """


__all__ = ["Limits", "Neo4jStore"]

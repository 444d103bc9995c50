"""Where statements are kept: one protocol, two engines (SQLite and Neo4j), one contract."""

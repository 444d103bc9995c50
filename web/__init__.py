"""Pages, JSON, maps and sign-in. Reads through queries, on what a viewer may see; knows no engine of a store."""

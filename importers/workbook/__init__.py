"""The documented spreadsheet: actors, ties, sources and facts; one row, one tie; headers in English or Spanish."""

"""File formats: bytes in, records and row issues out. No importer knows a store."""

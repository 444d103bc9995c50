"""The only place that opens files: sizes, encodings, archives and tables are checked before anything is believed."""

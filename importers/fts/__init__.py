"""OCHA's Financial Tracking Service (FTS): flows of humanitarian money."""

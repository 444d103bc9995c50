"""Introductions with consent: opt-outs of introducers, requests and their answers. One SQLite file."""

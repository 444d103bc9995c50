"""Pages, JSON, maps and sign-in."""

"""Who may sign in: people, passwords, sessions, one-time links, and the record of what was done. One SQLite file."""

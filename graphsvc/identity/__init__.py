"""Which statements are about one actor: identifiers, the alias table, exact names, and people's decisions."""

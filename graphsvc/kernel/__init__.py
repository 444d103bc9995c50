"""The network as arrays, and what is computed from them: a networkx backend that knows no store, viewer or request."""

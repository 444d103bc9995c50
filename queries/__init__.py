"""The questions people ask, one module each: a visible graph in, an answer value out."""

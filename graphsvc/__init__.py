"""What a tie is, where ties are kept, what can be computed from them, and the command line."""

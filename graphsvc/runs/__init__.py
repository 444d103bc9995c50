"""Import runs: read and check into a spool, show what would change, write in batches, publish at once, take back."""

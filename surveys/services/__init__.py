"""What changes: each write is one verb, in one transaction, with keyword arguments."""

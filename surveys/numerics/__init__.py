"""Small numeric helpers that several stages share."""

"""Pages on which people log in, keep their account and invite others."""

"""Models, contrasts, tests and crossed tables of a plan: read, checked and computed."""

"""What is done to knowledge: verbs, each one transaction."""

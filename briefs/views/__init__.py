"""What the knowledge app answers beside its pages."""

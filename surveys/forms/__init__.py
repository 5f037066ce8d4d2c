"""Forms of the researcher's pages."""

"""Knowledge: experiences, publications, podcasts and events, and what they refer to."""

"""Tags and words of the survey templates."""

"""Training: curricula, their versions, the cohorts that follow them, and how far people are."""

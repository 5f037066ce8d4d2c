"""What is read about courses, cohorts and the people in them."""

"""Sample and fieldwork in the admin, and the pages of interviewers."""

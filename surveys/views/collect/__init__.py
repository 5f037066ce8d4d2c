"""What devices ask over OpenRosa: the list of forms, forms with their files, and submissions."""

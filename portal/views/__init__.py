"""What answers at the addresses of the portal that are no Wagtail pages."""

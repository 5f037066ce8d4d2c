"""Visit counts without cookies: pages and days are counted, people are not."""

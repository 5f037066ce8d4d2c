"""Full-text search that knows Chinese words and English word forms."""

"""The site a demonstration begins with: its pages in every language, and its accounts."""

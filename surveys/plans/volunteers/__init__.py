"""Plans for people who chose themselves, with a probability sample as their reference."""

"""The pages of those who review interviews."""

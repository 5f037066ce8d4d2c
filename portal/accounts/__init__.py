"""Accounts: how people are invited, log in, prove who they are, and what each of them may do."""

"""The web edge: fetch with permission, call one service, render."""

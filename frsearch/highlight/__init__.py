"""Matches of a query in a text, and the passages to show."""

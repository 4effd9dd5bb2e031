"""Segments of arrays: writes, reads, merges, commits and checks them."""

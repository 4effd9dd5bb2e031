"""Segments as arrays: written, read, merged, committed and checked."""

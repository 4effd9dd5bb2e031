"""The embedded engine: queries over the arrays of segments."""

"""Articles -> files that other programs read, and that frsearch reads back: one module for each form."""

"""Where a text matches a query, and which of its passages are shown."""

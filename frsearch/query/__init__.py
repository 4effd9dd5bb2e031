"""Query text -> tree, with warnings in place; it knows no engine."""

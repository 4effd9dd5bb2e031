"""Query text -> query tree and warnings, independent of any engine."""

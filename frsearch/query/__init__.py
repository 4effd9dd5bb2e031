"""Queries: text -> tree (`parser`), tree -> matching documents and scores (`evaluate`)."""

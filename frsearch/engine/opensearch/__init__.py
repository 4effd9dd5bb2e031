"""The engine on a server: OpenSearch stores and matches our terms, and what is shown is ranked here."""

"""A real OpenSearch server for tests: installed from Maven Central's jars, started and stopped here."""

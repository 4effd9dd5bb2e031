"""The Whoosh view of our segments; imported only when Whoosh is used."""

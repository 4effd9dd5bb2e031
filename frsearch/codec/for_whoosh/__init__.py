"""Our segments as Whoosh sees them; imported only where Whoosh is asked for."""

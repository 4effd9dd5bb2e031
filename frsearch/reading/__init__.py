"""Files -> articles."""

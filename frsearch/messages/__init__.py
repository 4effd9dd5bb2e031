"""Messages in English, and their French translations."""

"""What is said to people, and its French."""

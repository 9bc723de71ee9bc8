"""What the Word templates are built of."""

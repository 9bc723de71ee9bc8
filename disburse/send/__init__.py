"""Stage 9: the outbox, and the delivery of what is in it."""

"""Tracks the disbursement of public-investment projects of a Vietnamese commune."""

"""Backups: one archive of ledger, received files and settings; checked, and restored elsewhere."""

"""The append-only store of everything taken from registers."""

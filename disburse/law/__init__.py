"""The rules of the year as dated, cited data."""

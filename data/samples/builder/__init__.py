"""Builds the synthetic registers of xã Bằng Mạc, 2026, from one table of truth."""

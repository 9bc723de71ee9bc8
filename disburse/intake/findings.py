"""Findings as the intake makes them: see `disburse.findings`."""

from disburse.findings import catalogue, finding, money

__all__ = ["catalogue", "finding", "money"]

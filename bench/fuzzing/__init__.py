"""Fuzzing of the intake: seeds, mutations, and readers that may die."""

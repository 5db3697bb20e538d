"""Findings as text, JSON, SARIF and the formats that code hosts read: one renderer, one file."""

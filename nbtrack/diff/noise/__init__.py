"""Differences that say nothing about the work, each class of them with a name."""

"""The document: bytes to a frozen notebook and back, touching only the bytes that were asked to change."""

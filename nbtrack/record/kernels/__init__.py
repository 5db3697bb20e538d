"""Kernels: found, started, spoken to in Jupyter's protocol, ended with all that they started."""

"""Calls for service: what guests want brought or done, and who goes."""

"""The outside world, a folder a kind."""

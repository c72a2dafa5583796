"""Live push: what every screen shows, made once for all of them."""

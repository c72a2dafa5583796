"""Black box: a real server process on a data directory of its own, and everything that speaks to it over the wire."""

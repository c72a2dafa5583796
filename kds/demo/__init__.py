"""A real hotpot restaurant to look at, and a simulated dinner in it: a client of the public API like any other."""

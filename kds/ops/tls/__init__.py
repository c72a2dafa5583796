"""The house's own certificates: an authority that staff devices trust, and what it signs for the box."""

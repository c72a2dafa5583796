"""The kitchen on paper: printers, what is queued for them, and what they confirmed."""

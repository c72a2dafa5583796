"""The people of the house: what each is, and what each role may. Their names are kept elsewhere, and can be erased."""

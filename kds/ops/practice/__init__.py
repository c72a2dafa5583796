"""Practising: what there is to practise, how its stage is set, and how far somebody has come."""

"""Sweeps: an experiment over many settings and seeds, in many processes, gone on with after anything that ends them."""

"""How each language writes days and times; read by Django's `FORMAT_MODULE_PATH`.

A language without a folder here writes them as Django knows it.
"""

"""The tasks of `benchmarks/survey_engine.py`, done by the engine and by its peers."""

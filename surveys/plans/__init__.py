"""Plan documents, read into the records that the engine works on."""

"""Base weights → weights: nonresponse, calibration, trimming."""

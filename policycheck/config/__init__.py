"""The consumer's file: which policies run, how strictly, and what is excepted."""

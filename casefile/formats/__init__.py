"""Outside formats, one a file, each in and out."""

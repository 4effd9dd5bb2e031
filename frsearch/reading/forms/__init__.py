"""One module for each form of files: the bytes of a file -> the records of its articles."""

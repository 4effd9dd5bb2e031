cpdef list sentence_ends(str text, Py_ssize_t low, Py_ssize_t high, tuple abbreviations)

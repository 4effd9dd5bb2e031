# The characters of a text: what they are, and the buffer in which CPython has them.
from libc.stdint cimport uint8_t, uint16_t, uint32_t


cdef extern from "Python.h":
    bint Py_UNICODE_ISALNUM(Py_UCS4 character) noexcept nogil
    bint Py_UNICODE_ISDECIMAL(Py_UCS4 character) noexcept nogil
    bint Py_UNICODE_ISLOWER(Py_UCS4 character) noexcept nogil
    bint Py_UNICODE_ISSPACE(Py_UCS4 character) noexcept nogil
    bint Py_UNICODE_ISUPPER(Py_UCS4 character) noexcept nogil
    Py_UCS4 Py_UNICODE_TOLOWER(Py_UCS4 character) noexcept nogil
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)

# A text has characters of one, two or four bytes.
ctypedef fused Character:
    uint8_t
    uint16_t
    uint32_t

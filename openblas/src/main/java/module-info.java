/**
 * Brings OpenBLAS as a dependency of its artifact. It has no classes, and need not be required: the jars of OpenBLAS are read as
 * files, on the class path or the module path.
 */
module io.github.panagrad.openblas {}
